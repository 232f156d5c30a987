// Package cputime tells what a program has taken of processors.
package cputime
