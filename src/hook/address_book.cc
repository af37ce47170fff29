#include "hook/address_book.h"

#include <map>
#include <string>
#include <utility>

#include "hook/planned_instances.h"
#include "hook/source_blocks.h"

namespace compliance::hook {

struct AddressBook::Sources {
  std::map<std::string, std::vector<ResourceBlock>> by_type;
  bool complete = false;

  Candidates Find(absl::string_view type, const cty::Value& config) const;
};

struct AddressBook::Instances {
  std::map<std::string, PlannedInstances> by_type;
  bool complete = false;

  Candidates Find(absl::string_view type, const cty::Value& config,
                  const cty::Value& planned) const;
};

// Without a configuration it is one that is no longer there, maybe like its
// block.
Candidates AddressBook::Sources::Find(absl::string_view type,
                                      const cty::Value& config) const {
  Candidates candidates;
  candidates.complete = complete && !config.IsNull();
  const auto found = by_type.find(std::string(type));
  if (found == by_type.end()) return candidates;
  bool repeated = false;
  for (const ResourceBlock& block : found->second) {
    if (!block.CanBe(config)) continue;
    if (candidates.addresses.size() == kMaxCandidates) {
      candidates.complete = false;
      break;
    }
    candidates.addresses.push_back(block.address);
    repeated = repeated || block.repeated;
  }
  candidates.exact = !repeated;
  candidates.certain = candidates.complete && candidates.exact &&
                       candidates.addresses.size() == 1;
  return candidates;
}

// One more than may be: so it shows that there are more.
Candidates AddressBook::Instances::Find(absl::string_view type,
                                        const cty::Value& config,
                                        const cty::Value& planned) const {
  Candidates candidates;
  candidates.complete = complete;
  candidates.exact = true;
  const auto found = by_type.find(std::string(type));
  if (found == by_type.end()) return candidates;
  // While it is only validated, nothing is planned of what is configured.
  const bool is_only_configured = planned.IsNull() && !config.IsNull();
  candidates.addresses = is_only_configured
                             ? found->second.All(kMaxCandidates + 1)
                             : found->second.Find(planned, kMaxCandidates + 1);
  if (candidates.addresses.size() > kMaxCandidates) {
    candidates.addresses.pop_back();
    candidates.complete = false;
  }
  candidates.certain = candidates.complete && candidates.addresses.size() == 1;
  return candidates;
}

AddressBook::AddressBook(const hcl::SourcePositions& sources)
    : sources_(std::make_unique<const Sources>(
          Sources{ResourceBlocks(sources), IsComplete(sources)})) {}

AddressBook::~AddressBook() = default;

void AddressBook::UsePlan(const plan::Plan& plan) {
  auto instances = std::make_shared<Instances>();
  instances->complete = plan.closed && plan.unknown_repetitions.empty();
  for (const plan::Resource& resource : plan.resources) {
    if (resource.address.mode != plan::Mode::kManaged) continue;
    instances->by_type[resource.address.type].Add(resource.address,
                                                  resource.planned);
  }
  const std::lock_guard<std::mutex> lock(mutex_);
  instances_ = std::move(instances);
}

Candidates AddressBook::Find(absl::string_view type, const cty::Value& config,
                             const cty::Value& planned) const {
  std::shared_ptr<const Instances> instances;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    instances = instances_;
  }
  return instances ? instances->Find(type, config, planned)
                   : sources_->Find(type, config);
}

}  // namespace compliance::hook
