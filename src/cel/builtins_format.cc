// Text out of values: format(), strings.quote(), base64.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "cel/builtins.h"
#include "cel/moment.h"
#include "cel/text_form.h"
#include "cel/value_access.h"
#include "compliance/base/status_macros.h"
#include "compliance/base/text.h"

namespace compliance::cel {
namespace {

using Args = absl::Span<const Value>;
using Kind = Value::Kind;

constexpr int kDefaultPrecision = 6;
constexpr int kMaxPrecision = 100;

Value TooLong() { return Value::MakeError("the text grows too long"); }

// Writes values as the clauses of a format ask. Errors name kinds only.
class Formatter {
 public:
  explicit Formatter(Budget& budget) : budget_(budget) {}

  absl::Status Run(absl::string_view format, const ListView& args) {
    std::size_t next = 0;
    while (!format.empty()) {
      const std::size_t percent = format.find('%');
      RETURN_IF_ERROR(Append(format.substr(0, percent)));
      if (percent == absl::string_view::npos) break;
      format.remove_prefix(percent + 1);
      if (format.empty()) return Error("it ends within a clause");
      if (format[0] == '%') {
        format.remove_prefix(1);
        RETURN_IF_ERROR(Append("%"));
        continue;
      }
      ASSIGN_OR_RETURN(const int precision, TakePrecision(format));
      if (format.empty()) return Error("it ends within a clause");
      if (next >= args.size()) {
        return Error("there are more clauses than arguments");
      }
      RETURN_IF_ERROR(Clause(format[0], precision, args.value(next++)));
      format.remove_prefix(1);
    }
    return absl::OkStatus();
  }

  const std::string& text() const { return text_; }
  bool sensitive() const { return sensitive_; }

 private:
  static absl::Status Error(absl::string_view what) {
    return absl::InvalidArgumentError(absl::StrCat("format(): ", what));
  }
  static absl::Status Unfit(absl::string_view clause, const Value& value) {
    return Error(absl::StrCat("a value of kind ", KindName(value.kind()),
                              " does not fit a clause for ", clause));
  }

  absl::Status Append(absl::string_view text) {
    if (text_.size() + text.size() > kMaxText ||
        !budget_.SpendBytes(text.size())) {
      return absl::InvalidArgumentError("the text grows too long");
    }
    absl::StrAppend(&text_, text);
    return absl::OkStatus();
  }

  // ".3", if it is there.
  static absl::StatusOr<int> TakePrecision(absl::string_view& format) {
    if (format[0] != '.') return kDefaultPrecision;
    format.remove_prefix(1);
    int precision = 0;
    std::size_t digits = 0;
    for (; digits < format.size() && format[digits] >= '0' &&
           format[digits] <= '9';
         ++digits) {
      precision =
          std::min(precision * 10 + (format[digits] - '0'), kMaxPrecision + 1);
    }
    if (digits == 0) return Error("a precision has no digits");
    if (precision > kMaxPrecision) {
      return Error(absl::StrCat("a precision is larger than ", kMaxPrecision));
    }
    format.remove_prefix(digits);
    return precision;
  }

  absl::Status Clause(char clause, int precision, const Value& value) {
    sensitive_ = sensitive_ || value.IsSensitive();
    switch (clause) {
      case 's':
        return Text(value);
      case 'd':
        return Decimal(value);
      case 'f':
      case 'e':
        return Float(clause, precision, value);
      case 'b':
        if (value.kind() == Kind::kBool) {
          return Append(value.AsBool() ? "1" : "0");
        }
        return Integer(1, "binary", value);
      case 'o':
        return Integer(3, "octal", value);
      case 'x':
      case 'X':
        return Hexadecimal(clause == 'X', value);
      default:
        return Error("a clause is none of %s %d %f %e %b %o %x %X");
    }
  }

  absl::Status Decimal(const Value& value) {
    switch (value.kind()) {
      case Kind::kInt:
        return Append(absl::StrCat(value.AsInt()));
      case Kind::kUint:
        return Append(absl::StrCat(value.AsUint()));
      case Kind::kDouble:
        return Append(DoubleText(value.AsDouble()));
      default:
        return Unfit("decimals", value);
    }
  }

  absl::Status Float(char clause, int precision, const Value& value) {
    double d = 0;
    switch (value.kind()) {
      case Kind::kInt:
        d = static_cast<double>(value.AsInt());
        break;
      case Kind::kUint:
        d = static_cast<double>(value.AsUint());
        break;
      case Kind::kDouble:
        d = value.AsDouble();
        break;
      default:
        return Unfit("fractions", value);
    }
    if (!std::isfinite(d)) return Append(DoubleText(d));
    return Append(clause == 'f' ? absl::StrFormat("%.*f", precision, d)
                                : absl::StrFormat("%.*e", precision, d));
  }

  // An integer in base 2^bits.
  absl::Status Integer(unsigned bits, absl::string_view base,
                       const Value& value) {
    std::uint64_t n = 0;
    bool negative = false;
    if (value.kind() == Kind::kUint) {
      n = value.AsUint();
    } else if (value.kind() == Kind::kInt) {
      negative = value.AsInt() < 0;
      n = static_cast<std::uint64_t>(value.AsInt());
      if (negative) n = 0 - n;
    } else {
      return Unfit(base, value);
    }
    std::string digits;
    do {
      digits += "0123456789abcdef"[n & ((1U << bits) - 1)];
      n >>= bits;
    } while (n != 0);
    if (negative) digits += '-';
    std::reverse(digits.begin(), digits.end());
    return Append(digits);
  }

  absl::Status Hexadecimal(bool upper, const Value& value) {
    const std::size_t start = text_.size();
    if (value.kind() == Kind::kString || value.kind() == Kind::kBytes) {
      if (value.AsString().size() > kMaxText / 2) {
        return absl::InvalidArgumentError("the text grows too long");
      }
      RETURN_IF_ERROR(Append(absl::BytesToHexString(value.AsString())));
    } else {
      RETURN_IF_ERROR(Integer(4, "hexadecimals", value));
    }
    if (upper) {
      std::transform(
          text_.begin() + static_cast<std::ptrdiff_t>(start), text_.end(),
          text_.begin() + static_cast<std::ptrdiff_t>(start), [](char c) {
            return absl::ascii_toupper(static_cast<unsigned char>(c));
          });
    }
    return absl::OkStatus();
  }

  absl::Status Text(const Value& value) {
    sensitive_ = sensitive_ || value.IsSensitive();
    switch (value.kind()) {
      case Kind::kNull:
        return Append("null");
      case Kind::kBool:
        return Append(value.AsBool() ? "true" : "false");
      case Kind::kInt:
      case Kind::kUint:
      case Kind::kDouble:
        return Decimal(value);
      case Kind::kString:
      case Kind::kType:
      case Kind::kIp:
      case Kind::kCidr:
        return Append(value.AsString());
      case Kind::kBytes:
        if (value.AsString().size() > kMaxText) {
          return absl::InvalidArgumentError("the text grows too long");
        }
        return Append(ToValidUtf8(value.AsString()));
      case Kind::kTimestamp:
        return Append(TimestampText(value.AsTimestamp()));
      case Kind::kDuration:
        return Append(DurationText(value.AsDuration()));
      case Kind::kList:
        return ListText(value);
      case Kind::kMap:
        return MapText(value);
      default:
        return Unfit("text", value);
    }
  }

  absl::Status ListText(const Value& value) {
    const ListView list(value);
    RETURN_IF_ERROR(Append("["));
    for (std::size_t i = 0; i < list.size(); ++i) {
      if (i > 0) RETURN_IF_ERROR(Append(", "));
      RETURN_IF_ERROR(Text(list.value(i)));
    }
    return Append("]");
  }

  // In order of the keys' texts.
  absl::Status MapText(const Value& value) {
    std::vector<std::pair<std::string, Value>> entries;
    for (auto& [key, member] : value.AsMap()) {
      Formatter name(budget_);
      RETURN_IF_ERROR(name.Text(key));
      sensitive_ = sensitive_ || name.sensitive();
      entries.emplace_back(name.text(), std::move(member));
    }
    std::stable_sort(
        entries.begin(), entries.end(),
        [](const auto& a, const auto& b) { return a.first < b.first; });
    RETURN_IF_ERROR(Append("{"));
    bool first = true;
    for (const auto& [name, member] : entries) {
      RETURN_IF_ERROR(Append(absl::StrCat(first ? "" : ", ", name, ": ")));
      RETURN_IF_ERROR(Text(member));
      first = false;
    }
    return Append("}");
  }

  Budget& budget_;
  std::string text_;
  bool sensitive_ = false;
};

Value Format(Budget& budget, Args args) {
  if (args[0].kind() != Kind::kString || args[1].kind() != Kind::kList) {
    return NoOverload("format", args);
  }
  if (args[1].HoldsUnknown()) {
    return Value::MakeUnknown(args[1].UnknownInside());
  }
  Formatter formatter(budget);
  const absl::Status status =
      formatter.Run(args[0].AsString(), ListView(args[1]));
  if (!status.ok()) return Value::MakeError(std::string(status.message()));
  return ValueAccess::Mark(Value::String(formatter.text()),
                           formatter.sensitive());
}

absl::string_view Escape(char c) {
  switch (c) {
    case '\a':
      return "\\a";
    case '\b':
      return "\\b";
    case '\f':
      return "\\f";
    case '\n':
      return "\\n";
    case '\r':
      return "\\r";
    case '\t':
      return "\\t";
    case '\v':
      return "\\v";
    case '\\':
      return "\\\\";
    case '"':
      return "\\\"";
    default:
      return "";
  }
}

Value QuoteText(Budget& budget, Args args) {
  if (args[0].kind() != Kind::kString) return NoOverload("strings.quote", args);
  const std::string& text = args[0].AsString();
  if (text.size() > kMaxText / 2 || !budget.SpendBytes(2 * text.size())) {
    return TooLong();
  }
  std::string quoted = "\"";
  for (const char c : text) {
    const absl::string_view escape = Escape(c);
    if (escape.empty()) {
      quoted += c;
    } else {
      absl::StrAppend(&quoted, escape);
    }
  }
  quoted += '"';
  return Value::String(quoted);
}

Value Base64Encode(Budget& budget, Args args) {
  if (args[0].kind() != Kind::kBytes) return NoOverload("base64.encode", args);
  const std::string& bytes = args[0].AsString();
  if (bytes.size() > kMaxText / 2 || !budget.SpendBytes(2 * bytes.size())) {
    return TooLong();
  }
  return Value::String(absl::Base64Escape(bytes));
}

Value Base64Decode(Budget& budget, Args args) {
  if (args[0].kind() != Kind::kString) return NoOverload("base64.decode", args);
  const std::string& text = args[0].AsString();
  budget.SpendBytes(text.size());
  std::string bytes;
  if (!absl::Base64Unescape(text, &bytes)) {
    return Value::MakeError("base64.decode(): the text is not base64");
  }
  return Value::Bytes(bytes);
}

constexpr Builtin kBuiltins[] = {
    {"format", true, 2, 2, false, &Format},
    {"strings.quote", false, 1, 1, false, &QuoteText},
    {"base64.encode", false, 1, 1, false, &Base64Encode},
    {"base64.decode", false, 1, 1, false, &Base64Decode},
};

}  // namespace

absl::Span<const Builtin> FormatBuiltins() { return kBuiltins; }

}  // namespace compliance::cel
