#include "cty/normalize.h"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>
#include <vector>

namespace compliance::cty {
namespace {

using CodePoints = std::vector<utf8proc_int32_t>;

// Unicode's stream-safe text format (UAX #15), which Go's normalizer applies:
// no more than so many combining characters in a row, then a joiner.
constexpr std::size_t kMaxNonStarters = 30;
constexpr utf8proc_int32_t kGraphemeJoiner = 0x034F;

bool IsCombining(utf8proc_int32_t code_point) {
  return utf8proc_get_property(code_point)->combining_class != 0;
}

// Ranges of characters of combining class 0 that compose with what precedes
// them nevertheless: vowel signs, and the vowels and final consonants of
// Hangul.
struct Range {
  utf8proc_int32_t first, last;
};
constexpr Range kComposeBackward[] = {
    {0x09BE, 0x09BE},   {0x09D7, 0x09D7},   {0x0B3E, 0x0B3E},
    {0x0B56, 0x0B57},   {0x0BBE, 0x0BBE},   {0x0BD7, 0x0BD7},
    {0x0CC2, 0x0CC2},   {0x0CD5, 0x0CD6},   {0x0D3E, 0x0D3E},
    {0x0D57, 0x0D57},   {0x0DCF, 0x0DCF},   {0x0DDF, 0x0DDF},
    {0x102E, 0x102E},   {0x1161, 0x1175},   {0x11A8, 0x11C2},
    {0x1B35, 0x1B35},   {0x11127, 0x11127}, {0x1133E, 0x1133E},
    {0x11357, 0x11357}, {0x114B0, 0x114B0}, {0x114BA, 0x114BA},
    {0x114BD, 0x114BD}, {0x115AF, 0x115AF}, {0x11930, 0x11930},
};

// As Go's normalizer counts them.
bool IsNonStarter(utf8proc_int32_t code_point) {
  return IsCombining(code_point) ||
         std::any_of(std::begin(kComposeBackward), std::end(kComposeBackward),
                     [code_point](const Range& range) {
                       return range.first <= code_point &&
                              code_point <= range.last;
                     });
}

// Collects the decomposition of a well-formed run of text.
class Run {
 public:
  void Add(utf8proc_int32_t code_point) {
    std::array<utf8proc_int32_t, 32> buffer;
    int boundary_class = 0;
    const utf8proc_ssize_t size =
        utf8proc_decompose_char(code_point, buffer.data(), buffer.size(),
                                UTF8PROC_DECOMPOSE, &boundary_class);
    if (size <= 0 || size > static_cast<utf8proc_ssize_t>(buffer.size())) {
      code_points_.push_back(code_point);
      return;
    }
    const auto* const end = buffer.data() + size;
    CountNonStarters(buffer.data(), end);
    code_points_.insert(code_points_.end(), buffer.begin(),
                        buffer.begin() + size);
  }

  // Appends the composed form and starts afresh.
  void Flush(std::string* out) {
    Reorder();
    const utf8proc_ssize_t size = utf8proc_normalize_utf32(
        code_points_.data(), static_cast<utf8proc_ssize_t>(code_points_.size()),
        static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE));
    for (utf8proc_ssize_t i = 0; i < size; ++i) {
      std::array<utf8proc_uint8_t, 4> bytes;
      const utf8proc_ssize_t length =
          utf8proc_encode_char(code_points_[i], bytes.data());
      out->append(bytes.begin(), bytes.begin() + length);
    }
    code_points_.clear();
    non_starters_ = 0;
  }

 private:
  void CountNonStarters(const utf8proc_int32_t* begin,
                        const utf8proc_int32_t* end) {
    const auto* const starter = std::find_if_not(begin, end, IsNonStarter);
    const auto leading = static_cast<std::size_t>(starter - begin);
    if (leading == 0) {
      const auto* last = end;
      while (last != begin && IsNonStarter(last[-1])) --last;
      non_starters_ = static_cast<std::size_t>(end - last);
      return;
    }
    non_starters_ += leading;
    if (non_starters_ > kMaxNonStarters) {
      code_points_.push_back(kGraphemeJoiner);
      non_starters_ = leading;
    }
  }

  // Canonical ordering: combining characters of one base by their class.
  void Reorder() {
    auto begin = code_points_.begin();
    while (begin != code_points_.end()) {
      begin = std::find_if(begin, code_points_.end(), IsCombining);
      const auto end = std::find_if_not(begin, code_points_.end(), IsCombining);
      std::stable_sort(begin, end, [](auto a, auto b) {
        return utf8proc_get_property(a)->combining_class <
               utf8proc_get_property(b)->combining_class;
      });
      begin = end;
    }
  }

  CodePoints code_points_;
  std::size_t non_starters_ = 0;
};

// Below U+0300 every character is its own normal form.
bool IsObviouslyNormal(absl::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0xCC;
  });
}

}  // namespace

std::string NormalizeNfc(absl::string_view text) {
  if (IsObviouslyNormal(text)) return std::string(text);
  std::string normal;
  normal.reserve(text.size());
  const std::string bytes(text);
  const auto* next = reinterpret_cast<const utf8proc_uint8_t*>(bytes.c_str());
  const auto* const end = next + bytes.size();
  Run run;
  while (next != end) {
    utf8proc_int32_t code_point = 0;
    const utf8proc_ssize_t length =
        utf8proc_iterate(next, end - next, &code_point);
    if (length > 0) {
      run.Add(code_point);
      next += length;
    } else {
      run.Flush(&normal);
      normal += static_cast<char>(*next++);
    }
  }
  run.Flush(&normal);
  return normal;
}

absl::string_view SafePrefix(absl::string_view prefix) {
  constexpr absl::string_view kDelimiters = "-_:;/\\,.(){}[]|?!~ \t@#$%^&*+\"'";
  const auto* const bytes =
      reinterpret_cast<const utf8proc_uint8_t*>(prefix.data());
  const auto size = static_cast<utf8proc_ssize_t>(prefix.size());
  utf8proc_ssize_t position = 0;
  utf8proc_ssize_t last_cluster = 0;
  utf8proc_int32_t previous = 0;
  utf8proc_int32_t state = 0;
  while (position < size) {
    utf8proc_int32_t code_point = 0;
    const utf8proc_ssize_t length =
        utf8proc_iterate(bytes + position, size - position, &code_point);
    if (length <= 0) break;  // cut within a character
    if (position > 0 &&
        utf8proc_grapheme_break_stateful(previous, code_point, &state)) {
      last_cluster = position;
    }
    previous = code_point;
    position += length;
  }
  const absl::string_view last =
      prefix.substr(static_cast<std::size_t>(last_cluster),
                    static_cast<std::size_t>(position - last_cluster));
  if (last.size() == 1 && kDelimiters.find(last) != absl::string_view::npos) {
    return prefix.substr(0, static_cast<std::size_t>(position));
  }
  return prefix.substr(0, static_cast<std::size_t>(last_cluster));
}

}  // namespace compliance::cty
