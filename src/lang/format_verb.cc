#include "lang/format_verb.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "compliance/base/graphemes.h"
#include "compliance/base/status_macros.h"
#include "lang/characters.h"

namespace compliance::lang {
namespace {

// Widths and indexes beyond this are slips, and would fill the memory.
constexpr std::size_t kMaxNumber = 1000000;

absl::Status Malformed() {
  return absl::InvalidArgumentError("argument 1: the format is malformed");
}

// The digits at the front of `rest`; nullopt without any.
absl::StatusOr<std::optional<std::size_t>> ConsumeNumber(
    absl::string_view* rest) {
  if (rest->empty() || !absl::ascii_isdigit((*rest)[0])) return std::nullopt;
  std::size_t number = 0;
  while (!rest->empty() && absl::ascii_isdigit((*rest)[0])) {
    number = number * 10 + static_cast<std::size_t>((*rest)[0] - '0');
    if (number > kMaxNumber) {
      return absl::ResourceExhaustedError("a width is too large");
    }
    rest->remove_prefix(1);
  }
  return number;
}

void ConsumeFlags(absl::string_view* rest, Verb* verb) {
  for (; !rest->empty(); rest->remove_prefix(1)) {
    switch ((*rest)[0]) {
      case '0':
        verb->zero = true;
        break;
      case '#':
        verb->sharp = true;
        break;
      case '+':
        verb->plus = true;
        break;
      case '-':
        verb->minus = true;
        break;
      case ' ':
        verb->space = true;
        break;
      default:
        return;
    }
  }
}

// `next` is the argument that a verb takes which does not say.
absl::StatusOr<Verb> ConsumeVerb(absl::string_view* rest, std::size_t next) {
  Verb verb;
  verb.argument = next;
  ConsumeFlags(rest, &verb);
  ASSIGN_OR_RETURN(verb.width, ConsumeNumber(rest));
  if (absl::ConsumePrefix(rest, ".")) {
    ASSIGN_OR_RETURN(verb.precision, ConsumeNumber(rest));
    if (!verb.precision.has_value()) verb.precision = 0;
  }
  if (absl::ConsumePrefix(rest, "[")) {
    ASSIGN_OR_RETURN(const std::optional<std::size_t> index,
                     ConsumeNumber(rest));
    if (index.value_or(0) == 0 || !absl::ConsumePrefix(rest, "]")) {
      return Malformed();
    }
    verb.argument = *index - 1;
  }
  if (rest->empty() || !absl::ascii_isalpha((*rest)[0])) return Malformed();
  verb.mode = (*rest)[0];
  rest->remove_prefix(1);
  return verb;
}

}  // namespace

bool Verb::IsPlain() const {
  const bool text = mode == 's' || (mode == 'v' && !sharp);
  return text && !width.has_value() && precision.value_or(0) == 0;
}

absl::StatusOr<std::vector<FormatPart>> ParseFormat(absl::string_view format) {
  std::vector<FormatPart> parts(1);
  std::size_t next = 0;
  while (!format.empty()) {
    const std::size_t percent = format.find('%');
    parts.back().text += std::string(format.substr(0, percent));
    if (percent == absl::string_view::npos) break;
    format.remove_prefix(percent + 1);
    if (absl::ConsumePrefix(&format, "%")) {
      parts.back().text += '%';
      continue;
    }
    ASSIGN_OR_RETURN(parts.back().verb, ConsumeVerb(&format, next));
    next = parts.back().verb->argument + 1;
    parts.emplace_back();
  }
  return parts;
}

std::string Padded(const Verb& verb, std::string text) {
  const std::size_t width = verb.width.value_or(0);
  const std::size_t length = CountGraphemes(text);
  if (length >= width) return text;
  const std::string padding(width - length, verb.zero ? '0' : ' ');
  return verb.minus ? text + padding : padding + text;
}

}  // namespace compliance::lang
