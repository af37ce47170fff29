// The wire paths of go-plugin's own services (protocol section 4).
#ifndef COMPLIANCE_SRC_TFPLUGIN_SERVICES_H_
#define COMPLIANCE_SRC_TFPLUGIN_SERVICES_H_

namespace compliance::tfplugin {

inline constexpr char kShutdown[] = "/plugin.GRPCController/Shutdown";
inline constexpr char kBroker[] = "/plugin.GRPCBroker/StartStream";
inline constexpr char kStdio[] = "/plugin.GRPCStdio/StreamStdio";

}  // namespace compliance::tfplugin

#endif  // COMPLIANCE_SRC_TFPLUGIN_SERVICES_H_
