#include <cstddef>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "compliance/base/status_macros.h"
#include "lang/families.h"

namespace compliance::lang {
namespace {

using cty::Type;
using cty::Value;

using Record = std::vector<std::string>;

absl::Status NotCsv(absl::string_view reason) {
  return ArgumentError(0, reason);
}

// Reads records one by one (RFC 4180, lines that are empty passed over).
class Reader {
 public:
  explicit Reader(const std::string& text)
      : text_(absl::StrReplaceAll(text, {{"\r\n", "\n"}})) {
    if (!text_.empty() && text_.back() == '\r') text_.pop_back();
    rest_ = text_;
  }
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  bool AtEnd() {
    while (absl::ConsumePrefix(&rest_, "\n")) {
    }
    return rest_.empty();
  }

  // Precondition: not AtEnd().
  absl::StatusOr<Record> Read() {
    Record record;
    do {
      ASSIGN_OR_RETURN(std::string field, ReadField());
      record.push_back(std::move(field));
    } while (absl::ConsumePrefix(&rest_, ","));
    absl::ConsumePrefix(&rest_, "\n");
    return record;
  }

 private:
  absl::StatusOr<std::string> ReadField() {
    if (absl::ConsumePrefix(&rest_, "\"")) return ReadQuoted();
    const std::size_t end = rest_.find_first_of(",\n");
    const std::string field(rest_.substr(0, end));
    if (field.find('"') != std::string::npos) {
      return NotCsv("a quote stands in a field without quotes");
    }
    rest_.remove_prefix(field.size());
    return field;
  }

  absl::StatusOr<std::string> ReadQuoted() {
    std::string field;
    while (true) {
      const std::size_t quote = rest_.find('"');
      if (quote == absl::string_view::npos) {
        return NotCsv("a quote is not closed");
      }
      field += std::string(rest_.substr(0, quote));
      rest_.remove_prefix(quote + 1);
      if (!absl::ConsumePrefix(&rest_, "\"")) break;
      field += '"';
    }
    if (!rest_.empty() && rest_[0] != ',' && rest_[0] != '\n') {
      return NotCsv("text follows a field in quotes");
    }
    return field;
  }

  std::string text_;
  absl::string_view rest_;
};

absl::StatusOr<Record> ReadHeader(Reader* reader) {
  if (reader->AtEnd()) return NotCsv("there is no header");
  ASSIGN_OR_RETURN(Record header, reader->Read());
  const std::set<std::string> names(header.begin(), header.end());
  if (names.size() < header.size()) return NotCsv("two columns have one name");
  return header;
}

absl::StatusOr<Type> CsvDecodeType(const Arguments& arguments) {
  if (arguments[0].IsUnknown()) return Type::Dynamic();
  Reader reader(arguments[0].AsString());
  ASSIGN_OR_RETURN(const Record header, ReadHeader(&reader));
  Type::Attributes attributes;
  for (const std::string& name : header) {
    attributes.emplace(name, Type::String());
  }
  return Type::List(Type::Object(std::move(attributes)));
}

Result CsvDecode(const Arguments& arguments, const Type& type) {
  Reader reader(arguments[0].AsString());
  ASSIGN_OR_RETURN(const Record header, ReadHeader(&reader));
  Value::Elements rows;
  while (!reader.AtEnd()) {
    ASSIGN_OR_RETURN(const Record record, reader.Read());
    if (record.size() != header.size()) {
      return NotCsv("a row has not as many fields as the header");
    }
    Value::Attributes row;
    for (std::size_t i = 0; i < record.size(); ++i) {
      row.emplace(header[i], Value::String(record[i]));
    }
    rows.push_back(Value::Object(type.element(), std::move(row)));
  }
  return Value::List(type.element(), std::move(rows));
}

}  // namespace

std::vector<Function> CsvFunctions() {
  return {{.name = "csvdecode",
           .parameters = {{"str", Type::String()}},
           .type = &CsvDecodeType,
           .body = &CsvDecode}};
}

}  // namespace compliance::lang
