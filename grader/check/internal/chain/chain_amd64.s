#include "textflag.h"

// func Calls() uint64
TEXT ·Calls(SB),NOSPLIT,$0-8
	MOVQ 0(SP), AX // where this call returns to
	MOVQ $0x9E3779B97F4A7C15, DX // an odd number without a pattern: 2^64 by the golden ratio
	MOVQ BP, BX
	MOVQ $32, CX

next:
	TESTQ BX, BX
	JEQ   done
	IMULQ DX, AX
	ROLQ  $23, AX
	XORQ  8(BX), AX
	MOVQ  0(BX), SI
	CMPQ  SI, BX
	JLS   done // frames of callers lie above
	MOVQ  SI, BX
	DECQ  CX
	JNE   next

done:
	IMULQ DX, AX
	ORQ   $1, AX
	MOVQ  AX, ret+0(FP)
	RET
