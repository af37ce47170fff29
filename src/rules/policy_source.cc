#include "policy_source.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "compliance/base/status_macros.h"
#include "compliance/schema/facts.h"
#include "source_use.h"

namespace compliance::rules {
namespace {

// How many documents are read for one policy: they may be made of documents
// that are made of documents.
constexpr int kMaxDocuments = 256;

const schema::Attribute* FindAttribute(const schema::TypeFacts& facts,
                                       absl::string_view name) {
  const auto& attributes = facts.schema.block.attributes;
  const auto it =
      std::find_if(attributes.begin(), attributes.end(),
                   [&](const schema::Attribute& a) { return a.name == name; });
  return it == attributes.end() ? nullptr : &*it;
}

bool IsIdentifierOf(const schema::TypeFacts& facts, absl::string_view name) {
  const schema::Attribute* attribute = FindAttribute(facts, name);
  if (attribute == nullptr || !attribute->type.IsPrimitive()) return false;
  const bool is_given_by_aws = attribute->computed && !attribute->optional;
  if (name == "account_id" || name == "owner_id") return is_given_by_aws;
  if (name == "arn" || absl::EndsWith(name, "_arn")) return is_given_by_aws;
  // Other names may be patterns, as a DNS record's "*.example.com".
  return FindAttribute(facts, "arn") != nullptr &&
         (name == "id" || name == "name" || name == "bucket");
}

// Whether the configuration writes as many of these blocks as are planned:
// dynamic blocks leave no trace there.
bool AreWritten(const plan::Resource& data, const cty::Path& blocks) {
  const cty::Value* planned = data.planned.Find(blocks);
  if (planned == nullptr || !planned->HasContent()) return false;
  const std::size_t depth = blocks.steps().size();
  std::size_t written = 0;
  for (const auto& [path, expression] : data.expressions) {
    if (!path.StartsWith(blocks) || path.steps().size() <= depth) continue;
    const auto* index = std::get_if<cty::ListIndex>(&path.steps()[depth]);
    if (index == nullptr) return false;
    written = std::max(written, static_cast<std::size_t>(index->index) + 1);
  }
  return written == planned->AsElements().size();
}

cty::Path Start(const cty::Path& path, std::size_t steps) {
  return cty::Path(std::vector<cty::Step>(
      path.steps().begin(),
      path.steps().begin() + static_cast<std::ptrdiff_t>(steps)));
}

// Where the configuration says what the string at `path` is made of: its list,
// or all blocks of the set that it stands in, whose order in the plan is not
// that of the configuration. nullopt where it does not.
std::optional<cty::Path> WrittenAt(const plan::Resource& data,
                                   const cty::Path& path) {
  // statement[0].sid, statement[0].resources[0],
  // statement[0].condition[0].variable, statement[0].condition[0].values[0]
  constexpr std::size_t kStatements = 1, kArgument = 3, kInBlock = 5;
  const std::size_t steps = path.steps().size();
  if (steps < kArgument || !AreWritten(data, Start(path, kStatements))) {
    return std::nullopt;
  }
  if (steps < kInBlock) return path;
  const cty::Path blocks = Start(path, kArgument);
  if (!AreWritten(data, blocks)) return std::nullopt;
  return blocks;
}

// The one attribute that a reference of the configuration names, if it does.
std::optional<cty::Atom> AtomOf(absl::string_view reference) {
  const std::size_t dot = reference.rfind('.');
  if (dot == absl::string_view::npos) return std::nullopt;
  const auto address = plan::Address::Parse(reference.substr(0, dot));
  if (!address.ok()) return std::nullopt;
  return cty::Atom{address->ToString(),
                   cty::Path().Attr(std::string(reference.substr(dot + 1)))};
}

// The attributes that the expressions at or around `path` name; nullopt where
// one is made of something else, such as a variable or what a function gives.
// Plan JSON lists "a.b" beside "a.b.arn".
std::optional<std::vector<cty::Atom>> AtomsWrittenAt(const plan::Resource& data,
                                                     const cty::Path& path) {
  std::vector<cty::Atom> atoms;
  for (const auto& [at, expression] : data.expressions) {
    if (!at.StartsWith(path) && !path.StartsWith(at)) continue;
    const std::vector<std::string>& references = expression.references;
    if (!expression.is_constant && references.empty()) return std::nullopt;
    for (const std::string& reference : references) {
      const bool is_shortened = std::any_of(
          references.begin(), references.end(), [&](const std::string& other) {
            return absl::StartsWith(other, reference + ".") ||
                   absl::StartsWith(other, reference + "[");
          });
      if (is_shortened) continue;
      std::optional<cty::Atom> atom = AtomOf(reference);
      if (!atom) return std::nullopt;
      atoms.push_back(*std::move(atom));
    }
  }
  return atoms;
}

// Of a string that is made of nothing but names of resources. What stands
// around them is not to be seen.
iam::Text TextOfReferences(const plan::Resource& data, const cty::Path& path) {
  iam::Text text;
  const auto atoms = AtomsWrittenAt(data, path);
  if (!atoms || atoms->empty() ||
      !std::all_of(atoms->begin(), atoms->end(), IsIdentifier)) {
    return text;
  }
  text.is_concrete = true;
  const auto is_arn = [](const cty::Atom& atom) {
    return atom.path == cty::Path().Attr("arn");
  };
  if (std::all_of(atoms->begin(), atoms->end(), is_arn)) text.attribute = "arn";
  return text;
}

bool IsOneAtom(const std::vector<cty::Piece>& pieces) {
  return pieces.size() == 1 && pieces[0].atom.has_value();
}

iam::Document NothingKnown() {
  iam::Document document;
  document.open = true;
  return document;
}

absl::StatusOr<PlannedPolicy> PolicyOfValue(const Host& host,
                                            const cty::Value& value,
                                            int& budget);

absl::StatusOr<iam::Document> DocumentOf(const Host& host,
                                         const plan::Resource& data,
                                         int& budget);

absl::StatusOr<iam::Document> DocumentOf(const Host& host,
                                         const plan::Resource& data,
                                         int& budget) {
  if (budget-- <= 0) return NothingKnown();
  NoteSource(host, data, cty::Path());
  iam::Unknowns unknowns;
  unknowns.text = [&](const cty::Path& path, const cty::Value& value) {
    return TextOfUnknown(data, path, value);
  };
  unknowns.document =
      [&](const cty::Path&,
          const cty::Value& value) -> absl::StatusOr<iam::Document> {
    ASSIGN_OR_RETURN(PlannedPolicy told, PolicyOfValue(host, value, budget));
    return std::move(told.document);
  };
  return iam::FromDataSource(data.planned, unknowns);
}

// The data source at an address, if the atom is the text that it makes.
const plan::Resource* DocumentOfAtom(const Host& host, const cty::Atom& atom) {
  if (atom.path != cty::Path().Attr("json") &&
      atom.path != cty::Path().Attr("minified_json")) {
    return nullptr;
  }
  const plan::Resource* resource = host.query->Find(atom.resource);
  const bool is_document = resource != nullptr &&
                           resource->address.type == kPolicyDocument &&
                           resource->address.mode == plan::Mode::kData;
  return is_document ? resource : nullptr;
}

// One of several policies: what they say is only possible, but there is nothing
// else that it might say.
PlannedPolicy PolicyOfAlternatives(const Host& host,
                                   const std::vector<cty::Value>& alternatives,
                                   int& budget) {
  PlannedPolicy all;
  for (const cty::Value& alternative : alternatives) {
    absl::StatusOr<PlannedPolicy> one =
        PolicyOfValue(host, alternative, budget);
    if (!one.ok()) {  // It may be the one that is never chosen.
      all.document.open = true;
      continue;
    }
    for (iam::Statement& statement : one->document.statements) {
      statement.certain = false;
      all.document.statements.push_back(std::move(statement));
    }
    all.document.open = all.document.open || one->document.open;
    all.sensitive = all.sensitive || one->sensitive;
  }
  return all;
}

// Of a text by itself. Open where nothing is told of it.
absl::StatusOr<PlannedPolicy> PolicyOfValue(const Host& host,
                                            const cty::Value& value,
                                            int& budget) {
  PlannedPolicy policy;
  policy.sensitive = value.IsSensitive();
  const bool is_text = value.type().kind() == cty::Type::Kind::kString;
  if (value.IsNull()) return policy;
  if (value.HasContent() && is_text) {
    ASSIGN_OR_RETURN(policy.document, iam::ParseDocument(value.AsString()));
    return policy;
  }
  const cty::Origin* origin = value.origin();
  policy.document = NothingKnown();
  if (origin == nullptr) return policy;
  if (!origin->alternatives.empty()) {
    return PolicyOfAlternatives(host, origin->alternatives, budget);
  }
  if (!IsOneAtom(origin->pieces)) {
    policy.document = iam::FromPieces(origin->pieces, IsIdentifier);
    return policy;
  }
  const plan::Resource* data = DocumentOfAtom(host, *origin->pieces[0].atom);
  if (data == nullptr) return policy;
  policy.sensitive = policy.sensitive || data->planned.ContainsSensitive();
  ASSIGN_OR_RETURN(policy.document, DocumentOf(host, *data, budget));
  return policy;
}

}  // namespace

bool IsIdentifier(const cty::Atom& atom) {
  const auto address = plan::Address::Parse(atom.resource);
  if (!address.ok() || atom.path.steps().size() != 1) return false;
  const auto* name = std::get_if<cty::AttributeName>(&atom.path.steps()[0]);
  if (name == nullptr || !absl::StartsWith(address->type, "aws_")) return false;
  const schema::TypeFacts* facts = address->mode == plan::Mode::kData
                                       ? schema::FindDataSource(address->type)
                                       : schema::FindResource(address->type);
  return facts != nullptr && IsIdentifierOf(*facts, name->name);
}

iam::Text TextOfUnknown(const plan::Resource& data, const cty::Path& path,
                        const cty::Value& value) {
  iam::Text text;
  text.prefix = value.refinement().prefix;
  if (value.origin() != nullptr) {
    // Of alternatives, one may be a wildcard.
    return value.origin()->pieces.empty()
               ? text
               : iam::TextOf(value.origin()->pieces, IsIdentifier);
  }
  if (const auto written = WrittenAt(data, path)) {
    text = TextOfReferences(data, *written);
    text.prefix = value.refinement().prefix;
  }
  return text;
}

absl::StatusOr<std::optional<PlannedPolicy>> PolicyOfUnknown(
    const Host& host, const cel::Value& text) {
  int budget = kMaxDocuments;
  PlannedPolicy policy;
  policy.sensitive = text.IsSensitive();
  const cty::Value* value = text.cty();
  const cty::Origin* made_of = value == nullptr ? nullptr : value->origin();
  const plan::Resource* from =
      text.origin() == nullptr
          ? nullptr
          : host.subjects->ResourceOf(text.origin()->subject);
  if (from != nullptr) NoteSource(host, *from, text.origin()->path);
  // Plan JSON lists what a text is made with, not how: a function around the
  // document may make another of it.
  if (made_of == nullptr) return std::nullopt;
  if (!IsOneAtom(made_of->pieces)) {
    ASSIGN_OR_RETURN(PlannedPolicy told, PolicyOfValue(host, *value, budget));
    told.sensitive = told.sensitive || text.IsSensitive();
    return told;
  }
  policy.data = DocumentOfAtom(host, *made_of->pieces[0].atom);
  if (policy.data == nullptr) return std::nullopt;
  policy.sensitive =
      policy.sensitive || policy.data->planned.ContainsSensitive();
  ASSIGN_OR_RETURN(policy.document, DocumentOf(host, *policy.data, budget));
  return policy;
}

}  // namespace compliance::rules
