package main

import (
	"fmt"
	"os"
	"strings"
	"syscall"
	"time"
)

// failAt does what EXTRA_FAULT=HOW:WHERE says, where it names this place.
// HOW: panic, exit, kill, hang, or slow for some seconds.
// WHERE: start, configure, validate, plan, read or apply.
// The file that EXTRA_FAULT_MARK names is there once it has begun.
func failAt(where string) {
	how, place, _ := strings.Cut(os.Getenv("EXTRA_FAULT"), ":")
	if place != where {
		return
	}
	if mark := os.Getenv("EXTRA_FAULT_MARK"); mark != "" {
		_ = os.WriteFile(mark, nil, 0o600)
	}
	switch how {
	case "panic":
		panic("asked to panic at " + where)
	case "exit":
		fmt.Fprintln(os.Stderr, "asked to exit at "+where)
		os.Exit(3)
	case "kill":
		_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
	case "hang":
		time.Sleep(time.Hour)
	case "slow":
		time.Sleep(3 * time.Second)
	}
}
