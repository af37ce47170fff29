// A provider on the real plugin framework, protocol 6, for tests of what stands
// between Terraform and a provider. It has something of everything that the
// framework offers, reaches no network, and fails in the way that EXTRA_FAULT
// asks for.
package main

import (
	"context"
	"log"

	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
)

func main() {
	failAt("start")
	err := providerserver.Serve(
		context.Background(),
		func() provider.Provider { return &extraProvider{} },
		providerserver.ServeOpts{
			Address:         "registry.terraform.io/compliance-test/extra",
			ProtocolVersion: 6,
		},
	)
	if err != nil {
		log.Fatal(err)
	}
}
