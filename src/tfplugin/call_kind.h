// What a call leaves behind in the plugin process that served it.
#ifndef COMPLIANCE_SRC_TFPLUGIN_CALL_KIND_H_
#define COMPLIANCE_SRC_TFPLUGIN_CALL_KIND_H_

#include "absl/strings/string_view.h"

namespace compliance::tfplugin {

enum class CallKind {
  kSchema,     // nothing, but providers of SDKv2 want to have been asked
  kFact,       // nothing: every process of the provider answers the same
  kConfigure,  // the configuration
  kOpen,       // an ephemeral resource, until it is closed
  kClose,
  kWork,   // nothing that is to outlast the call
  kOther,  // unknown
};

// `method` is the wire path.
CallKind KindOf(absl::string_view method);

}  // namespace compliance::tfplugin

#endif  // COMPLIANCE_SRC_TFPLUGIN_CALL_KIND_H_
