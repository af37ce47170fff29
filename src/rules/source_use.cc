#include "source_use.h"

namespace compliance::rules {

void NoteSource(const Host& host, const plan::Resource& resource,
                const cty::Path& path) {
  if (host.read_from_source == nullptr) return;
  for (const auto& [place, position] : resource.read_from_source) {
    if (place.StartsWith(path) || path.StartsWith(place)) {
      host.read_from_source->insert(position);
    }
  }
}

void NoteSource(const Host& host, const plan::Members& members,
                const cty::Path& attribute) {
  for (const plan::Member& member : members.members) {
    NoteSource(host, *member.resource, attribute);
  }
}

}  // namespace compliance::rules
