#include "hook/approval.h"

#include <sys/wait.h>
#include <unistd.h>

#include <string>

#include "absl/strings/string_view.h"
#include "gtest/gtest.h"

namespace compliance::hook {
namespace {

struct Asked {
  Answer answer = Answer::kNo;
  std::string output;
  std::string left;  // of the input
};

// Asks in a process of its own, whose standard input and output are ours.
Asked Ask(const Question& question, absl::string_view input,
          bool interrupt = false) {
  int in[2];
  int out[2];
  int signal[2];
  EXPECT_EQ(pipe(in), 0);
  EXPECT_EQ(pipe(out), 0);
  EXPECT_EQ(pipe(signal), 0);
  EXPECT_EQ(write(in[1], input.data(), input.size()),
            static_cast<ssize_t>(input.size()));
  if (!interrupt) close(in[1]);
  if (interrupt) {
    EXPECT_EQ(write(signal[1], "x", 1), 1);
  }
  const pid_t pid = fork();
  if (pid == 0) {
    dup2(in[0], STDIN_FILENO);
    dup2(out[1], STDOUT_FILENO);
    _exit(static_cast<int>(AskForApproval(question, signal[0])));
  }
  close(out[1]);
  Asked asked;
  char buffer[4096];
  for (ssize_t n = 0; (n = read(out[0], buffer, sizeof(buffer))) > 0;) {
    asked.output.append(buffer, static_cast<std::size_t>(n));
  }
  int status = 0;
  EXPECT_EQ(waitpid(pid, &status, 0), pid);
  asked.answer = static_cast<Answer>(WEXITSTATUS(status));
  if (!interrupt) {
    for (ssize_t n = 0; (n = read(in[0], buffer, sizeof(buffer))) > 0;) {
      asked.left.append(buffer, static_cast<std::size_t>(n));
    }
  }
  return asked;
}

TEST(ApprovalTest, AsksInTerraformsWords) {
  EXPECT_EQ(Ask({}, "yes\n").output,
            "\x1b[0m\x1b[1m\nDo you want to perform these actions?\x1b[0m\n"
            "  Terraform will perform the actions described above.\n"
            "  Only 'yes' will be accepted to approve.\n\n"
            "  \x1b[1mEnter a value:\x1b[0m \x1b[0m\n");
  EXPECT_EQ(Ask({"OpenTofu", "blue", false, false}, "yes\n").output,
            "\nDo you want to perform these actions in workspace \"blue\"?\n"
            "  OpenTofu will perform the actions described above.\n"
            "  Only 'yes' will be accepted to approve.\n\n"
            "  Enter a value: \n");
  EXPECT_EQ(Ask({"Terraform", "default", true, false}, "yes\n").output,
            "\nWould you like to update the Terraform state to reflect these "
            "detected changes?\n"
            "  Terraform will write these changes to the state without "
            "modifying any real infrastructure.\n"
            "  There is no undo. Only 'yes' will be accepted to confirm.\n\n"
            "  Enter a value: \n");
}

TEST(ApprovalTest, OnlyYesIsYes) {
  EXPECT_EQ(Ask({}, "yes\n").answer, Answer::kYes);
  EXPECT_EQ(Ask({}, "yes \r\n").answer, Answer::kYes);
  EXPECT_EQ(Ask({}, " yes\n").answer, Answer::kNo);
  EXPECT_EQ(Ask({}, "y\n").answer, Answer::kNo);
  EXPECT_EQ(Ask({}, "Yes\n").answer, Answer::kNo);
  EXPECT_EQ(Ask({}, "\n").answer, Answer::kNo);
  EXPECT_EQ(Ask({}, "yes").answer, Answer::kNoInput);
  EXPECT_EQ(Ask({}, "").answer, Answer::kNoInput);
}

TEST(ApprovalTest, ASignalEndsTheWait) {
  EXPECT_EQ(Ask({}, "", true).answer, Answer::kInterrupted);
}

TEST(ApprovalTest, WhatFollowsTheLineIsLeft) {
  EXPECT_EQ(Ask({}, "yes\nmore\n").left, "more\n");
}

}  // namespace
}  // namespace compliance::hook
