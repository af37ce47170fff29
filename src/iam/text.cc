#include "compliance/iam/text.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <numeric>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "glob.h"

namespace compliance::iam {
namespace {

// Longer than any policy that AWS takes.
constexpr std::size_t kMaxLength = 8192;

// Numbers for holes: equal names mean equal text.
class Holes {
 public:
  Symbol Named(const std::string& name) {
    return numbers_.emplace(name, next_).second ? next_-- : numbers_[name];
  }
  Symbol Fresh() { return next_--; }

 private:
  Symbol next_ = kFirstHole;
  std::map<std::string, Symbol> numbers_;
};

// "${*}", "${?}" and "${$}" stand for the characters themselves, any other
// "${…}" for what the request carries.
std::size_t AddVariable(absl::string_view text, std::size_t at, Holes& holes,
                        Glob& glob) {
  const std::size_t end = text.find('}', at);
  if (end == absl::string_view::npos) {
    glob.push_back(static_cast<unsigned char>('$'));
    return at + 1;
  }
  const absl::string_view name = text.substr(at + 2, end - at - 2);
  if (name == "*" || name == "?" || name == "$") {
    glob.push_back(static_cast<unsigned char>(name[0]));
  } else {
    glob.push_back(holes.Named(absl::AsciiStrToLower(name)));
  }
  return end + 1;
}

void AddText(absl::string_view text, Case letters, Holes& holes, Glob& glob) {
  for (std::size_t i = 0; i < text.size();) {
    if (absl::StartsWith(text.substr(i), "${")) {
      i = AddVariable(text, i, holes, glob);
      continue;
    }
    auto c = static_cast<unsigned char>(text[i++]);
    if (c == '*' || c == '?') {
      glob.push_back(c == '*' ? kAnyText : kAnyChar);
    } else {
      if (letters == Case::kIgnored) {
        c = static_cast<unsigned char>(absl::ascii_tolower(c));
      }
      glob.push_back(c);
    }
  }
}

Glob GlobOf(const Text& text, Case letters, Holes& holes) {
  Glob glob;
  AddText(text.prefix, letters, holes, glob);
  if (text.is_known) return glob;
  glob.push_back(text.resource.empty()
                     ? holes.Fresh()
                     : holes.Named(absl::StrCat("resource ", text.resource, " ",
                                                text.attribute)));
  if (text.suffix) {
    AddText(*text.suffix, letters, holes, glob);
  } else {
    glob.push_back(holes.Fresh());
  }
  return glob;
}

bool HasHoles(const Glob& glob) {
  return std::any_of(glob.begin(), glob.end(), IsHole);
}

// All that it may come to.
Glob Widest(Glob glob) {
  std::replace_if(glob.begin(), glob.end(), IsHole, kAnyText);
  return glob;
}

bool TooLong(const Text& text) {
  return text.prefix.size() > kMaxLength ||
         (text.suffix && text.suffix->size() > kMaxLength);
}

// ARNs of different resources differ, and what lies below one does not lie
// below another.
bool AreApart(const Text& pattern, const Text& part) {
  const auto is_whole = [](const Text& text) {
    return !text.is_known && !text.resource.empty() &&
           text.attribute == "arn" && text.prefix.empty() && text.suffix &&
           (text.suffix->empty() || (*text.suffix)[0] == '/' ||
            (*text.suffix)[0] == ':');
  };
  return is_whole(pattern) && is_whole(part) &&
         pattern.resource != part.resource;
}

// Both start with the same text and the same value, whatever that is, so that
// what follows decides.
bool StartAlike(const Text& a, const Text& b) {
  return a.is_concrete && b.is_concrete && a.suffix && b.suffix &&
         !a.resource.empty() && a.resource == b.resource &&
         a.attribute == b.attribute && a.prefix == b.prefix &&
         a.prefix.find_first_of("*?$") == std::string::npos;
}

// Services whose ARNs end in an id, without a word for its kind before it.
bool HasNoKinds(absl::string_view service, absl::string_view account) {
  return (service == "s3" && account.empty()) || service == "sns" ||
         service == "sqs" || service == "execute-api" ||
         service == "codecommit";
}

bool IsWild(char c) { return c == '*' || c == '?'; }

// The id of an ARN's last part: what follows the kind.
absl::string_view IdOf(absl::string_view service, absl::string_view account,
                       absl::string_view resource) {
  if (HasNoKinds(service, account)) return resource;
  while (absl::StartsWith(resource, "/")) resource.remove_prefix(1);
  const std::size_t at = resource.find_first_of("/:");
  if (at == absl::string_view::npos) return resource;
  const absl::string_view kind = resource.substr(0, at);
  if (std::any_of(kind.begin(), kind.end(), IsWild)) return kind;
  absl::string_view id = resource.substr(at + 1);
  while (absl::StartsWith(id, "/")) id.remove_prefix(1);
  return id;
}

// What a trailing "/*" or ":*" says is below an id, not instead of it.
absl::string_view WithoutBelow(absl::string_view id) {
  while (id.size() > 2 &&
         (absl::EndsWith(id, "/*") || absl::EndsWith(id, ":*"))) {
    id.remove_suffix(2);
  }
  return id;
}

Breadth BreadthOfKnown(absl::string_view text) {
  if (!text.empty() && text.find_first_not_of('*') == absl::string_view::npos) {
    return Breadth::kEverything;
  }
  const std::vector<absl::string_view> parts =
      absl::StrSplit(text, absl::MaxSplits(':', 5));
  // A wildcard that reaches over the parts of the ARN.
  if (parts.size() < 6) {
    return std::any_of(text.begin(), text.end(), IsWild) ? Breadth::kServiceWide
                                                         : Breadth::kConcrete;
  }
  const absl::string_view id = IdOf(parts[2], parts[4], parts[5]);
  if (!id.empty() && IsWild(id[0])) return Breadth::kServiceWide;
  const absl::string_view rest = WithoutBelow(id);
  return std::any_of(rest.begin(), rest.end(), IsWild) ? Breadth::kPattern
                                                       : Breadth::kConcrete;
}

}  // namespace

Text Text::Known(absl::string_view text) {
  Text known;
  known.is_known = true;
  known.prefix = std::string(text);
  return known;
}

Text Text::Unknown() { return Text(); }

Text Text::Atom(absl::string_view resource, std::optional<std::string> suffix,
                absl::string_view prefix, absl::string_view attribute) {
  Text atom;
  atom.is_concrete = true;
  atom.resource = std::string(resource);
  atom.suffix = std::move(suffix);
  atom.prefix = std::string(prefix);
  atom.attribute = std::string(attribute);
  return atom;
}

Text TextOf(const std::vector<cty::Piece>& pieces,
            const cty::IsIdentifier& is_identifier) {
  const auto is_text = [](const cty::Piece& piece) { return !piece.atom; };
  const auto first = std::find_if_not(pieces.begin(), pieces.end(), is_text);
  const auto joined = [](auto from, auto to) {
    return std::accumulate(from, to, std::string(),
                           [](std::string all, const cty::Piece& piece) {
                             return std::move(all) + piece.text;
                           });
  };
  const std::string prefix = joined(pieces.begin(), first);
  if (first == pieces.end()) return Text::Known(prefix);
  const bool is_only = std::all_of(first + 1, pieces.end(), is_text);
  if (is_only && is_identifier(*first->atom)) {
    return Text::Atom(first->atom->resource, joined(first + 1, pieces.end()),
                      prefix, first->atom->path.ToString());
  }
  Text text;
  text.prefix = prefix;
  return text;
}

Truth Covers(const Text& pattern, const Text& part, Case letters) {
  if (TooLong(pattern) || TooLong(part)) return Truth::kUnknown;
  if (StartAlike(pattern, part)) {
    return Covers(Text::Known(*pattern.suffix), Text::Known(*part.suffix),
                  letters);
  }
  Holes holes;
  const Glob p = GlobOf(pattern, letters, holes);
  const Glob q = GlobOf(part, letters, holes);
  if (GlobCovers(p, q) == Truth::kTrue) return Truth::kTrue;
  const bool p_varies = HasHoles(p), q_varies = HasHoles(q);
  if (!p_varies && !q_varies) return GlobCovers(p, q);
  const Glob wide_p = Widest(p), wide_q = Widest(q);
  if (!p_varies && GlobCovers(p, wide_q) == Truth::kTrue) return Truth::kTrue;
  if (!q_varies && GlobCovers(wide_p, q) == Truth::kFalse) return Truth::kFalse;
  if (!GlobsOverlap(wide_p, wide_q)) return Truth::kFalse;
  return AreApart(pattern, part) ? Truth::kFalse : Truth::kUnknown;
}

Truth Overlaps(const Text& a, const Text& b, Case letters) {
  if (TooLong(a) || TooLong(b)) return Truth::kUnknown;
  if (StartAlike(a, b)) {
    return Overlaps(Text::Known(*a.suffix), Text::Known(*b.suffix), letters);
  }
  Holes holes;
  const Glob p = GlobOf(a, letters, holes);
  const Glob q = GlobOf(b, letters, holes);
  if (!GlobsOverlap(Widest(p), Widest(q))) return Truth::kFalse;
  if (!HasHoles(p) && !HasHoles(q)) return Truth::kTrue;
  if (Or(Covers(a, b, letters), Covers(b, a, letters)) == Truth::kTrue) {
    return Truth::kTrue;
  }
  return AreApart(a, b) ? Truth::kFalse : Truth::kUnknown;
}

std::optional<Breadth> BreadthOf(const Text& resource) {
  if (resource.is_known) return BreadthOfKnown(resource.prefix);
  if (!resource.is_concrete) return std::nullopt;
  if (resource.suffix) {
    // A bucket's ARN is an ARN as any other where only its id is of note.
    const absl::string_view value =
        resource.prefix.empty() ? "arn:aws:s3:::x" : "x";
    return BreadthOfKnown(
        absl::StrCat(resource.prefix, value, *resource.suffix));
  }
  // What is added to an ARN narrows it or goes below; a name may stand between
  // wildcards.
  if (resource.attribute == "arn") return Breadth::kConcrete;
  return std::nullopt;
}

Truth IsEverything(const Text& text) {
  if (const auto breadth = BreadthOf(text)) {
    return TruthOf(*breadth == Breadth::kEverything);
  }
  if (text.is_concrete) return Truth::kFalse;
  const auto is_wild = [](absl::string_view s) {
    return s.find_first_not_of('*') == absl::string_view::npos;
  };
  return is_wild(text.prefix) && is_wild(text.suffix.value_or(""))
             ? Truth::kUnknown
             : Truth::kFalse;
}

Truth IsServiceWide(const Text& resource) {
  const auto breadth = BreadthOf(resource);
  return breadth ? TruthOf(*breadth >= Breadth::kServiceWide) : Truth::kUnknown;
}

}  // namespace compliance::iam
