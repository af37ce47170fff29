package main

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

type extraProvider struct{}

// settings is what a configured provider hands to its resources.
type settings struct {
	Region types.String `tfsdk:"region"`
	Token  types.String `tfsdk:"token"`
}

func (p *extraProvider) Metadata(
	_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse,
) {
	resp.TypeName = "extra"
	resp.Version = "1.0.0"
}

func (p *extraProvider) Schema(
	_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse,
) {
	resp.Schema = schema.Schema{
		Attributes: map[string]schema.Attribute{
			"region": schema.StringAttribute{Optional: true},
			"token":  schema.StringAttribute{Optional: true, Sensitive: true},
		},
	}
}

func (p *extraProvider) Configure(
	ctx context.Context, req provider.ConfigureRequest, resp *provider.ConfigureResponse,
) {
	failAt("configure")
	var config settings
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	resp.ResourceData = &config
	resp.DataSourceData = &config
	resp.EphemeralResourceData = &config
	resp.ListResourceData = &config
	resp.ActionData = &config
}

func (p *extraProvider) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{newThing, newBig, newDatabase, newKey}
}

func (p *extraProvider) DataSources(context.Context) []func() datasource.DataSource {
	return []func() datasource.DataSource{newEcho}
}

func (p *extraProvider) EphemeralResources(
	context.Context,
) []func() ephemeral.EphemeralResource {
	return []func() ephemeral.EphemeralResource{newToken}
}

func (p *extraProvider) Functions(context.Context) []func() function.Function {
	return []func() function.Function{newShout}
}

func (p *extraProvider) ListResources(context.Context) []func() list.ListResource {
	return []func() list.ListResource{newThingList}
}

func (p *extraProvider) Actions(context.Context) []func() action.Action {
	return []func() action.Action{newRing}
}

// regionOf is the region of a configured provider, "none" without one.
func regionOf(config *settings) types.String {
	if config == nil || config.Region.IsNull() {
		return types.StringValue("none")
	}
	return config.Region
}
