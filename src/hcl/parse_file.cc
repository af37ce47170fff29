// Whole files, and how to go on behind a fault that would swallow the rest.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/strip.h"
#include "hcl/characters.h"
#include "hcl/parser.h"

namespace compliance::hcl {
namespace {

using Kind = Lexeme::Kind;

// Each costs a look at the rest of the file.
constexpr std::size_t kMaxRestarts = 20;

void SkipSpaces(absl::string_view* text) {
  while (!text->empty() && (text->front() == ' ' || text->front() == '\t')) {
    text->remove_prefix(1);
  }
}

bool ConsumeLabel(absl::string_view* line) {
  std::size_t size = IdentifierPrefix(*line);
  if (size == 0 && absl::StartsWith(*line, "\"")) {
    const std::size_t quote = line->find('"', 1);
    if (quote == absl::string_view::npos) return false;
    size = quote + 1;
  }
  line->remove_prefix(size);
  return size > 0;
}

// Whether a line looks like the header of a block: resource "a" "b" {
bool IsBlockHeader(absl::string_view line) {
  const std::size_t type = IdentifierPrefix(line);
  if (type == 0) return false;
  line.remove_prefix(type);
  do {
    SkipSpaces(&line);
  } while (ConsumeLabel(&line));
  return absl::StartsWith(line, "{");
}

// The first line behind the one at `from` that looks like the header of a block
// and is not indented. `text` begins at `from`.
std::optional<SourcePoint> NextHeader(absl::string_view text,
                                      const SourcePoint& from) {
  std::uint32_t line = from.line;
  std::size_t newline = text.find('\n');
  for (; newline != absl::string_view::npos;
       newline = text.find('\n', newline + 1)) {
    ++line;
    const absl::string_view rest = text.substr(newline + 1);
    if (IsBlockHeader(rest.substr(0, rest.find('\n')))) {
      const auto byte = static_cast<std::uint32_t>(newline + 1);
      return SourcePoint{from.byte + byte, line, 1};
    }
  }
  return std::nullopt;
}

template <typename T>
void MoveTo(std::vector<T>* to, std::vector<T>* from) {
  to->insert(to->end(), std::make_move_iterator(from->begin()),
             std::make_move_iterator(from->end()));
}

}  // namespace

ParsedFile Parser::File() {
  BodyBuilder builder;
  while (reader_.PeekKind() != Kind::kEnd) {
    const SourcePoint begin = reader_.Peek().begin;
    const std::size_t before = losses_;
    const std::size_t attributes = builder.body.attributes.size();
    const std::size_t blocks = builder.body.blocks.size();
    ParseItem(&builder);
    if (losses_ == before || restarts_ >= kMaxRestarts) continue;
    const std::optional<SourcePoint> next = NextHeader(TextFrom(begin), begin);
    if (!next.has_value() || next->byte >= reader_.Peek().begin.byte) continue;
    if (builder.body.attributes.size() > attributes) {
      builder.names.erase(builder.body.attributes.back().name);
      builder.body.attributes.pop_back();
    }
    builder.body.blocks.resize(blocks);
    Restart(begin, *next, &builder);
  }
  SourcePoint begin = start_;
  if (absl::StartsWith(text_, kByteOrderMark)) {
    begin.byte += static_cast<std::uint32_t>(kByteOrderMark.size());
  }
  builder.body.range = {begin, reader_.Peek().end, file_};
  return {std::move(builder.body), std::move(problems_)};
}

// Reads the text from `begin` to `next` as if the file ended there, and makes
// the reader go on at `next`.
void Parser::Restart(const SourcePoint& begin, const SourcePoint& next,
                     BodyBuilder* builder) {
  ++restarts_;
  lost_ = false;
  problems_.erase(std::remove_if(problems_.begin(), problems_.end(),
                                 [&](const Problem& problem) {
                                   return problem.range.begin.byte >=
                                          begin.byte;
                                 }),
                  problems_.end());
  ParsedFile part = Parser(TextFrom(begin).substr(0, next.byte - begin.byte),
                           LexerMode::kConfiguration, begin, file_)
                        .File();
  MoveTo(&problems_, &part.problems);
  for (Attribute& attribute : part.body.attributes) {
    Add(std::move(attribute), builder);
  }
  MoveTo(&builder->body.blocks, &part.body.blocks);

  std::vector<Lexeme> tokens =
      Lex(TextFrom(next), LexerMode::kConfiguration, next);
  std::vector<Problem> problems = ProblemsOf(tokens, file_);
  MoveTo(&problems_, &problems);
  reader_ = TokenReader(std::move(tokens));
}

}  // namespace compliance::hcl
