#include "cel/text_proto.h"

#include <cctype>
#include <cstdlib>
#include <iostream>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"

namespace compliance::cel {
namespace {

class Reader {
 public:
  explicit Reader(absl::string_view text) : text_(text) {}

  TextMessage Message(bool outermost) {
    TextMessage message;
    while (true) {
      Skip();
      if (at_ >= text_.size() || text_[at_] == '}' || text_[at_] == '>') {
        if ((at_ >= text_.size()) != outermost) Fail("braces do not match");
        ++at_;
        return message;
      }
      const std::string name = Word();
      Skip();
      if (Peek() == ':') ++at_;
      Skip();
      if (Peek() == '[') {  // a repeated field in short
        ++at_;
        for (Skip(); Peek() != ']'; Skip()) {
          message.fields.push_back(Value(name));
          Skip();
          if (Peek() == ',') ++at_;
        }
        ++at_;
      } else {
        message.fields.push_back(Value(name));
      }
      Skip();
      if (Peek() == ',' || Peek() == ';') ++at_;
    }
  }

 private:
  char Peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  void Skip() {
    while (at_ < text_.size()) {
      if (std::isspace(static_cast<unsigned char>(text_[at_])) != 0) {
        ++at_;
      } else if (text_[at_] == '#') {
        while (at_ < text_.size() && text_[at_] != '\n') ++at_;
      } else {
        return;
      }
    }
  }

  TextMessage::Field Value(const std::string& name) {
    TextMessage::Field field;
    field.name = name;
    if (Peek() == '{' || Peek() == '<') {
      ++at_;
      field.message = std::make_shared<TextMessage>(Message(false));
    } else if (Peek() == '"' || Peek() == '\'') {
      while (Peek() == '"' || Peek() == '\'') {  // adjacent texts are one
        field.text += Quoted();
        Skip();
      }
    } else {
      field.text = Word();
    }
    return field;
  }

  std::string Quoted() {
    const char quote = text_[at_++];
    const std::size_t start = at_;
    while (at_ < text_.size() && text_[at_] != quote) {
      at_ += text_[at_] == '\\' ? 2 : 1;
    }
    std::string decoded;
    std::string error;
    if (!absl::CUnescape(text_.substr(start, at_ - start), &decoded, &error)) {
      Fail(error);
    }
    ++at_;
    return decoded;
  }

  std::string Word() {
    std::string word;
    if (Peek() == '[') {  // [type.googleapis.com/…] of an Any
      while (at_ < text_.size() && text_[at_] != ']') word += text_[at_++];
      ++at_;
      return word;
    }
    while (at_ < text_.size() &&
           (std::isalnum(static_cast<unsigned char>(text_[at_])) != 0 ||
            absl::string_view("_.-+").find(text_[at_]) !=
                absl::string_view::npos)) {
      word += text_[at_++];
    }
    if (word.empty()) Fail("a word is missing");
    return word;
  }

  [[noreturn]] void Fail(absl::string_view what) const {
    std::cerr << "text proto, byte " << at_ << ": " << what << "\n";
    std::abort();
  }

  absl::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

const TextMessage::Field* TextMessage::Find(absl::string_view name) const {
  for (const Field& field : fields) {
    if (field.name == name) return &field;
  }
  return nullptr;
}

std::string TextMessage::Text(absl::string_view name) const {
  const Field* field = Find(name);
  return field == nullptr ? "" : field->text;
}

std::vector<const TextMessage*> TextMessage::Messages(
    absl::string_view name) const {
  std::vector<const TextMessage*> found;
  for (const Field& field : fields) {
    if (field.name == name && field.message != nullptr) {
      found.push_back(field.message.get());
    }
  }
  return found;
}

TextMessage ParseTextProto(absl::string_view text) {
  return Reader(text).Message(true);
}

}  // namespace compliance::cel
