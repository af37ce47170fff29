// What the .tf files beside a plan JSON add to it: file, line and column of what
// it holds, and what it calls unknown.
#ifndef COMPLIANCE_ENGINE_POSITIONS_H_
#define COMPLIANCE_ENGINE_POSITIONS_H_

#include <string>
#include <vector>

#include "compliance/engine/finding.h"
#include "compliance/hcl/configuration.h"
#include "compliance/hcl/source_positions.h"
#include "compliance/plan/plan.h"

namespace compliance::engine {

// The sources of a plan: a directory, as the user would write it ("" is the
// working directory).
struct Sources {
  std::string directory;
  hcl::SourcePositions positions;
  hcl::Configuration configuration;
};

// The directory of the .tf files that a plan was made from: `chdir` if given,
// else that of the plan file, if there are any in it, else the working
// directory.
Sources ReadSources(const std::string& chdir, const std::string& plan_file);

// Sets the positions of the headers of whatever the sources declare, and fills
// the gaps of the plan (compliance/plan/source.h).
void FillFromSources(const Sources& sources, plan::Plan& plan);

// Moves positions of findings from the header to the attribute that decided.
void RefinePositions(const Sources& sources, const plan::Plan& plan,
                     std::vector<Finding>& findings);

}  // namespace compliance::engine

#endif  // COMPLIANCE_ENGINE_POSITIONS_H_
