#include "compliance/schema/facts.h"

#include <cassert>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "compliance/base/status_macros.h"
#include "schema/facts_reader.h"
#include "schema/facts_text.h"
#include "schema/overlay_reader.h"

namespace compliance::schema {
namespace {

// Where the text about one type lies, and what it says, once someone asked.
struct Entry {
  absl::string_view section;
  std::vector<absl::string_view> statements;  // of the overlay
  std::once_flag once;
  std::optional<TypeFacts> facts;
};

using Entries = std::map<std::string, Entry, std::less<>>;

struct Table {
  Entries providers, resources, data_sources;
  std::vector<std::string> resource_types, data_source_types;
};

bool IsHead(absl::string_view line) {
  return !line.empty() && line[0] != ' ' && line[0] != '#';
}

void IndexSection(absl::string_view section, Table& table) {
  const std::vector<absl::string_view> words =
      absl::StrSplit(section.substr(0, section.find('\n')), ' ');
  if (words.size() < 2) return;
  Entries& entries = words[0] == "resource" ? table.resources
                     : words[0] == "data"   ? table.data_sources
                                            : table.providers;
  entries[std::string(words[1])].section = section;
}

// Cuts the text at the lines that are not indented.
void IndexFacts(absl::string_view text, Table& table) {
  std::size_t begin = absl::string_view::npos;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = text.find('\n', at);
    if (end == absl::string_view::npos) end = text.size();
    if (IsHead(text.substr(at, end - at))) {
      if (begin != absl::string_view::npos) {
        IndexSection(text.substr(begin, at - begin), table);
      }
      begin = at;
    }
    at = end + 1;
  }
  if (begin != absl::string_view::npos) IndexSection(text.substr(begin), table);
}

void IndexOverlay(absl::string_view text, Table& table) {
  std::vector<Entry*> spoken_of;
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    if (line.empty() || line[0] == '#') continue;
    if (IsHead(line)) {
      spoken_of.clear();
      for (const absl::string_view name : absl::StrSplit(line, ' ')) {
        const auto it =
            table.resources.find(std::string_view(name.data(), name.size()));
        assert(it != table.resources.end() && "overlay names an absent type");
        if (it != table.resources.end()) spoken_of.push_back(&it->second);
      }
    } else {
      for (Entry* entry : spoken_of) entry->statements.push_back(line);
    }
  }
}

std::vector<std::string> Names(const Entries& entries) {
  std::vector<std::string> names;
  for (const auto& [name, entry] : entries) names.push_back(name);
  return names;
}

// Reading ends with the program, so the table is never destroyed: other
// threads may still hold pointers into it while statics go.
Table& TheTable() {
  static Table& table = *[] {
    auto* made = new Table();
    IndexFacts(AwsFactsText(), *made);
    IndexFacts(RandomFactsText(), *made);
    IndexOverlay(AwsOverlayText(), *made);
    IndexOverlay(RandomOverlayText(), *made);
    made->resource_types = Names(made->resources);
    made->data_source_types = Names(made->data_sources);
    return made;
  }();
  return table;
}

absl::Status Decode(Entry& entry) {
  ASSIGN_OR_RETURN(TypeFacts facts, ReadFacts(entry.section));
  for (const absl::string_view statement : entry.statements) {
    RETURN_IF_ERROR(ReadStatement(statement, facts));
  }
  entry.facts = std::move(facts);
  return absl::OkStatus();
}

const TypeFacts* Find(Entries& entries, absl::string_view name) {
  const auto it = entries.find(std::string_view(name.data(), name.size()));
  if (it == entries.end()) return nullptr;
  Entry& entry = it->second;
  std::call_once(entry.once, [&] {
    // The text is ours and a test reads all of it: an error is our bug.
    const absl::Status status = Decode(entry);
    assert(status.ok());
    static_cast<void>(status);
  });
  return entry.facts ? &*entry.facts : nullptr;
}

}  // namespace

const TypeFacts* FindResource(absl::string_view type_name) {
  return Find(TheTable().resources, type_name);
}

const TypeFacts* FindDataSource(absl::string_view type_name) {
  return Find(TheTable().data_sources, type_name);
}

const Schema* FindProvider(absl::string_view provider_type) {
  const TypeFacts* facts = Find(TheTable().providers, provider_type);
  return facts == nullptr ? nullptr : &facts->schema;
}

const std::vector<std::string>& ResourceTypes() {
  return TheTable().resource_types;
}

const std::vector<std::string>& DataSourceTypes() {
  return TheTable().data_source_types;
}

}  // namespace compliance::schema
