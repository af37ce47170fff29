// Lines of a stream of bytes.
#ifndef COMPLIANCE_SRC_TFPLUGIN_LINE_SPLITTER_H_
#define COMPLIANCE_SRC_TFPLUGIN_LINE_SPLITTER_H_

#include <functional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"

namespace compliance::tfplugin {

// Longer lines come in pieces of 64 KiB, as go-plugin cuts them.
class LineSplitter {
 public:
  using Take = std::function<void(absl::string_view line)>;

  // Calls `take` with each line that is complete, without its end.
  void Add(absl::string_view bytes, const Take& take) {
    rest_.append(bytes.data(), bytes.size());
    absl::string_view left = rest_;
    while (true) {
      const std::size_t end = left.substr(0, kMost).find('\n');
      if (end != absl::string_view::npos) {
        take(absl::StripSuffix(left.substr(0, end), "\r"));
        left.remove_prefix(end + 1);
      } else if (left.size() >= kMost) {
        take(left.substr(0, kMost));
        left.remove_prefix(kMost);
      } else {
        break;
      }
    }
    rest_.erase(0, rest_.size() - left.size());
  }

  // The stream ended: what is left is a line too.
  void End(const Take& take) {
    if (!rest_.empty()) take(rest_);
    rest_.clear();
  }

 private:
  static constexpr std::size_t kMost = 65536;
  std::string rest_;
};

}  // namespace compliance::tfplugin

#endif  // COMPLIANCE_SRC_TFPLUGIN_LINE_SPLITTER_H_
