package policy

import (
	"go/ast"
	"go/constant"
	"go/token"
)

// maxBits is how long a constant may be on the way to a length.
const maxBits = 512

// length computes a constant length, limited to just above maxArray.
func (s *submission) length(x ast.Expr) (int64, bool) {
	v := s.eval(x, 0)
	if v == nil {
		return 0, false
	}
	if v.Kind() == constant.Unknown {
		return maxArray + 1, true
	}
	n, exact := constant.Int64Val(v)
	if !exact && constant.Sign(v) > 0 || n > maxArray {
		return maxArray + 1, true
	}
	return n, true
}

// eval computes a constant whole number. It gives nil for anything else, and an
// unknown value for a number beyond maxBits, which no length can be.
func (s *submission) eval(x ast.Expr, iota int64) constant.Value {
	switch x := x.(type) {
	case *ast.ParenExpr:
		return s.eval(x.X, iota)
	case *ast.BasicLit:
		if x.Kind == token.STRING || x.Kind == token.IMAG || len(x.Value) > maxBits/2 {
			return nil
		}
		return whole(constant.ToInt(constant.MakeFromLiteral(x.Value, x.Kind, 0)))
	case *ast.Ident:
		return s.evalName(x, iota)
	case *ast.CallExpr: // a conversion such as int(n)
		if id, ok := x.Fun.(*ast.Ident); ok && len(x.Args) == 1 && isIntegerType(id.Name) {
			return s.eval(x.Args[0], iota)
		}
	case *ast.UnaryExpr:
		v := s.eval(x.X, iota)
		if v != nil && v.Kind() == constant.Int && (x.Op == token.ADD || x.Op == token.SUB || x.Op == token.XOR) {
			return whole(constant.UnaryOp(x.Op, v, 0))
		}
	case *ast.BinaryExpr:
		a, b := s.eval(x.X, iota), s.eval(x.Y, iota)
		if a != nil && b != nil {
			return operate(a, x.Op, b)
		}
	}
	return nil
}

func (s *submission) evalName(id *ast.Ident, iota int64) constant.Value {
	obj := s.object(id)
	if obj == nil {
		if id.Name == "iota" {
			return constant.MakeInt64(iota)
		}
		return nil
	}
	v, known := s.sizes.values[obj]
	if !known {
		s.sizes.values[obj] = nil // for a constant that needs itself
		v = s.evalConst(id.Name, obj)
		s.sizes.values[obj] = v
	}
	return v
}

func (s *submission) evalConst(name string, obj *ast.Object) constant.Value {
	x := constantExpr(name, obj)
	if x == nil {
		return nil
	}
	n, _ := obj.Data.(int) // the parser keeps the constant's iota there
	return s.eval(x, int64(n))
}

// constantExpr is the expression that a constant is declared with; nil for what is
// no constant, and for one that repeats the line above.
func constantExpr(name string, obj *ast.Object) ast.Expr {
	spec, ok := obj.Decl.(*ast.ValueSpec)
	if !ok || obj.Kind != ast.Con {
		return nil
	}
	for i, id := range spec.Names {
		if id.Name == name && i < len(spec.Values) {
			return spec.Values[i]
		}
	}
	return nil
}

// operate computes a op b.
func operate(a constant.Value, op token.Token, b constant.Value) constant.Value {
	huge := constant.MakeUnknown()
	if a.Kind() == constant.Unknown || b.Kind() == constant.Unknown {
		return huge
	}
	switch op {
	case token.ADD, token.SUB, token.AND, token.OR, token.XOR, token.AND_NOT:
	case token.MUL:
		if constant.BitLen(a)+constant.BitLen(b) > maxBits {
			return huge
		}
	case token.QUO, token.REM:
		if constant.Sign(b) == 0 {
			return nil
		}
		if op == token.QUO {
			op = token.QUO_ASSIGN // whole division
		}
	case token.SHL, token.SHR:
		n, ok := constant.Uint64Val(b)
		switch {
		case constant.Sign(b) < 0:
			return nil
		case op == token.SHL && (!ok || n > maxBits || constant.BitLen(a)+int(n) > maxBits):
			return huge
		case !ok || n > maxBits:
			return constant.MakeInt64(0)
		}
		return constant.Shift(a, op, uint(n))
	default:
		return nil
	}
	if v := whole(constant.BinaryOp(a, op, b)); v == nil || constant.BitLen(v) <= maxBits {
		return v
	}
	return huge
}

func whole(v constant.Value) constant.Value {
	if v == nil || v.Kind() != constant.Int {
		return nil
	}
	return v
}

func isIntegerType(name string) bool {
	switch name {
	case "int", "int8", "int16", "int32", "int64", "uint", "uint8", "uint16", "uint32", "uint64", "uintptr", "byte", "rune":
		return true
	}
	return false
}

// stringLength is how long a constant string is, limited to just above
// maxConstant, without making it: constants that are twice another one are as
// long as two to the power of their number. It is 0 for everything else.
func (s *submission) stringLength(x ast.Expr) int64 {
	switch x := x.(type) {
	case *ast.ParenExpr:
		return s.stringLength(x.X)
	case *ast.BasicLit:
		if x.Kind == token.STRING {
			return int64(len(x.Value))
		}
	case *ast.BinaryExpr:
		if x.Op == token.ADD {
			return min(s.stringLength(x.X)+s.stringLength(x.Y), maxConstant+1)
		}
	case *ast.CallExpr: // a conversion such as string(s)
		if id, ok := x.Fun.(*ast.Ident); ok && len(x.Args) == 1 && (id.Name == "string" || s.typeSpec(id) != nil) {
			return s.stringLength(x.Args[0])
		}
	case *ast.Ident:
		obj := s.object(x)
		if obj == nil {
			return 0
		}
		n, known := s.sizes.strings[obj]
		if !known {
			s.sizes.strings[obj] = 0 // for a constant that needs itself
			n = s.stringLength(constantExpr(x.Name, obj))
			s.sizes.strings[obj] = n
		}
		return n
	}
	return 0
}
