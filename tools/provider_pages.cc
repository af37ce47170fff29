#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "compliance/cty/type.h"
#include "tools/pages.h"

namespace compliance::docs {
namespace {

using cty::Type;

constexpr char kProvider[] = "compliance";
constexpr char kWriteOnly[] =
    "[Write-only](https://developer.hashicorp.com/terraform/language/resources/"
    "ephemeral#write-only-arguments)";

std::string TypeName(const Type& type) {
  switch (type.kind()) {
    case Type::Kind::kDynamic:
      return "Dynamic";
    case Type::Kind::kBool:
      return "Boolean";
    case Type::Kind::kNumber:
      return "Number";
    case Type::Kind::kString:
      return "String";
    case Type::Kind::kList:
      return absl::StrCat("List of ", TypeName(type.element()));
    case Type::Kind::kSet:
      return absl::StrCat("Set of ", TypeName(type.element()));
    case Type::Kind::kMap:
      return absl::StrCat("Map of ", TypeName(type.element()));
    case Type::Kind::kTuple:
      return "Tuple";
    case Type::Kind::kObject:
      return "Object";
  }
  return "";
}

// The object type in a type, or nullptr.
const Type* ObjectIn(const Type& type) {
  if (type.kind() == Type::Kind::kObject) return &type;
  return type.IsCollection() ? ObjectIn(type.element()) : nullptr;
}

// Front matter takes one line.
std::string FirstSentence(const std::string& text) {
  const std::size_t stop = text.find(". ");
  const std::size_t line = text.find('\n');
  std::string sentence = text.substr(0, std::min(stop, line));
  return std::string(absl::StripSuffix(sentence, "."));
}

std::string Head(const std::string& title, const std::string& kind,
                 const std::string& description) {
  return absl::StrCat("---\npage_title: \"", title, "\"\nsubcategory: \"\"\n",
                      "description: |-\n  ", FirstSentence(description), ".\n",
                      "---\n\n# ", kind, "\n\n", description, "\n");
}

std::string Example(const Examples& examples, const std::string& path) {
  const std::string text = examples(path);
  if (text.empty()) return "";
  return absl::StrCat("\n## Example Usage\n\n```terraform\n",
                      absl::StripTrailingAsciiWhitespace(text), "\n```\n");
}

std::string AttributeLine(const schema::Attribute& attribute) {
  std::vector<std::string> notes = {TypeName(attribute.type)};
  if (attribute.sensitive) notes.push_back("Sensitive");
  if (attribute.write_only) notes.push_back(kWriteOnly);
  return absl::StrCat("- `", attribute.name, "` (", absl::StrJoin(notes, ", "),
                      ") ", attribute.description, "\n");
}

std::string AttributeList(const schema::Block& block, const std::string& title,
                          bool (*belongs)(const schema::Attribute&)) {
  std::vector<const schema::Attribute*> listed;
  for (const schema::Attribute& attribute : block.attributes) {
    if (belongs(attribute)) listed.push_back(&attribute);
  }
  if (listed.empty()) return "";
  std::sort(listed.begin(), listed.end(),
            [](const auto* a, const auto* b) { return a->name < b->name; });
  std::string text = absl::StrCat("\n### ", title, "\n\n");
  for (const schema::Attribute* attribute : listed) {
    absl::StrAppend(&text, AttributeLine(*attribute));
  }
  return text;
}

void AppendNested(const std::string& name, const Type& type,
                  std::string& text) {
  const Type* object = ObjectIn(type);
  if (object == nullptr) return;
  absl::StrAppend(&text, "\n### Nested Schema for `", name, "`\n\n");
  for (const auto& [member, member_type] : object->attributes()) {
    const bool optional = object->optional_attributes().count(member) != 0;
    absl::StrAppend(&text, "- `", member, "` (", TypeName(member_type),
                    optional ? ", Optional" : "", ")\n");
  }
  for (const auto& [member, member_type] : object->attributes()) {
    AppendNested(absl::StrCat(name, ".", member), member_type, text);
  }
}

std::string SchemaSection(const schema::Block& block) {
  std::string text = "\n## Schema\n";
  absl::StrAppend(
      &text,
      AttributeList(block, "Required",
                    [](const schema::Attribute& a) { return a.required; }),
      AttributeList(block, "Optional",
                    [](const schema::Attribute& a) { return a.optional; }),
      AttributeList(block, "Read-Only", [](const schema::Attribute& a) {
        return a.computed && !a.optional;
      }));
  for (const schema::Attribute& attribute : block.attributes) {
    AppendNested(attribute.name, attribute.type, text);
  }
  return text;
}

// One sort of thing that has a page for each of its schemas.
struct Kind {
  std::string folder;   // in docs/ and examples/
  std::string example;  // file name
  std::string noun;     // in headings
};

void AddSchemas(const std::map<std::string, schema::Schema>& schemas,
                const Kind& kind, const Examples& examples, Pages& pages) {
  for (const auto& [name, schema] : schemas) {
    const std::string short_name(
        absl::StripPrefix(name, absl::StrCat(kProvider, "_")));
    pages[absl::StrCat("docs/", kind.folder, "/", short_name, ".md")] =
        absl::StrCat(
            Head(absl::StrCat(name, " ", kind.noun, " - ", kProvider),
                 absl::StrCat(name, " (", kind.noun, ")"),
                 schema.block.description),
            Example(examples, absl::StrCat("examples/", kind.folder, "/", name,
                                           "/", kind.example)),
            SchemaSection(schema.block));
  }
}

std::string Signature(const std::string& name,
                      const schema::Function& function) {
  std::vector<std::string> parameters;
  for (const schema::Parameter& parameter : function.parameters) {
    parameters.push_back(absl::StrCat(
        parameter.name, " ", absl::AsciiStrToLower(TypeName(parameter.type))));
  }
  if (function.variadic) {
    parameters.push_back(absl::StrCat(
        function.variadic->name, " ",
        absl::AsciiStrToLower(TypeName(function.variadic->type)), "..."));
  }
  return absl::StrCat(
      "\n## Signature\n\n```text\n", name, "(", absl::StrJoin(parameters, ", "),
      ") ", absl::AsciiStrToLower(TypeName(function.returns)), "\n```\n");
}

std::string ParameterLine(const schema::Parameter& parameter, bool variadic) {
  std::vector<std::string> notes = {TypeName(parameter.type)};
  if (variadic) notes.push_back("Variadic");
  if (parameter.allow_null) notes.push_back("Nullable");
  return absl::StrCat("1. `", parameter.name, "` (", absl::StrJoin(notes, ", "),
                      ") ", parameter.description, "\n");
}

std::string FunctionPage(const std::string& name,
                         const schema::Function& function,
                         const Examples& examples) {
  std::string text = absl::StrCat(
      "---\npage_title: \"", name, " function - ", kProvider,
      "\"\nsubcategory: \"\"\ndescription: |-\n  ", function.summary,
      ".\n---\n\n# function: ", name, "\n\n", function.description, "\n",
      Example(examples,
              absl::StrCat("examples/functions/", name, "/function.tf")),
      Signature(name, function), "\n## Arguments\n\n");
  for (const schema::Parameter& parameter : function.parameters) {
    absl::StrAppend(&text, ParameterLine(parameter, false));
  }
  if (function.variadic) {
    absl::StrAppend(&text, ParameterLine(*function.variadic, true));
  }
  return text;
}

}  // namespace

Pages ProviderPages(const schema::ProviderSchema& provider,
                    const Examples& examples) {
  Pages pages;
  pages["docs/index.md"] =
      absl::StrCat(Head(absl::StrCat(kProvider, " Provider"),
                        absl::StrCat(kProvider, " Provider"),
                        provider.provider.block.description),
                   Example(examples, "examples/provider/provider.tf"),
                   SchemaSection(provider.provider.block));
  AddSchemas(provider.resources, {"resources", "resource.tf", "Resource"},
             examples, pages);
  AddSchemas(provider.data_sources,
             {"data-sources", "data-source.tf", "Data Source"}, examples,
             pages);
  AddSchemas(
      provider.ephemeral_resources,
      {"ephemeral-resources", "ephemeral-resource.tf", "Ephemeral Resource"},
      examples, pages);
  for (const auto& [name, function] : provider.functions) {
    pages[absl::StrCat("docs/functions/", name, ".md")] =
        FunctionPage(name, function, examples);
  }
  return pages;
}

}  // namespace compliance::docs
