// The command line: compliance check, rules, explain, version, …
#ifndef COMPLIANCE_CLI_CLI_H_
#define COMPLIANCE_CLI_CLI_H_

namespace compliance::cli {

// Exit codes, in order of precedence when several hold: 2, 1, 3.
enum ExitCode : int {
  kCompliant = 0,
  kMandatoryFindings = 1,
  kCouldNotCheck = 2,  // bad input, bad rules, internal error
  kUndecided = 3,      // nothing failed, but a mandatory rule stayed undecided
                       // and unknowns are set to block
};

// Runs the command line and returns the process's exit code.
int Run(int argc, char** argv);

}  // namespace compliance::cli

#endif  // COMPLIANCE_CLI_CLI_H_
