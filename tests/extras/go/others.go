package main

import (
	"context"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/action"
	actionschema "github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	dataschema "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	ephemeralschema "github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/list"
	listschema "github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// echo is a data source: what it is told, in its provider's region.
type echo struct{ config *settings }

type echoModel struct {
	Text   types.String `tfsdk:"text"`
	Result types.String `tfsdk:"result"`
}

func newEcho() datasource.DataSource { return &echo{} }

func (d *echo) Metadata(
	_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse,
) {
	resp.TypeName = "extra_echo"
}

func (d *echo) Schema(
	_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse,
) {
	resp.Schema = dataschema.Schema{
		Attributes: map[string]dataschema.Attribute{
			"text":   dataschema.StringAttribute{Required: true},
			"result": dataschema.StringAttribute{Computed: true},
		},
	}
}

func (d *echo) Configure(
	_ context.Context, req datasource.ConfigureRequest, _ *datasource.ConfigureResponse,
) {
	d.config, _ = req.ProviderData.(*settings)
}

func (d *echo) Read(
	ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse,
) {
	var model echoModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	model.Result = types.StringValue(
		model.Text.ValueString() + " from " + regionOf(d.config).ValueString())
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}

// token is an ephemeral resource that has to be renewed every other second.
type token struct{}

type tokenModel struct {
	Purpose types.String `tfsdk:"purpose"`
	Value   types.String `tfsdk:"value"`
}

func newToken() ephemeral.EphemeralResource { return &token{} }

func (e *token) Metadata(
	_ context.Context, _ ephemeral.MetadataRequest, resp *ephemeral.MetadataResponse,
) {
	resp.TypeName = "extra_token"
}

func (e *token) Schema(
	_ context.Context, _ ephemeral.SchemaRequest, resp *ephemeral.SchemaResponse,
) {
	resp.Schema = ephemeralschema.Schema{
		Attributes: map[string]ephemeralschema.Attribute{
			"purpose": ephemeralschema.StringAttribute{Required: true},
			"value":   ephemeralschema.StringAttribute{Computed: true, Sensitive: true},
		},
	}
}

func (e *token) Open(
	ctx context.Context, req ephemeral.OpenRequest, resp *ephemeral.OpenResponse,
) {
	var model tokenModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	model.Value = types.StringValue("token for " + model.Purpose.ValueString())
	resp.Diagnostics.Append(resp.Private.SetKey(ctx, "open", []byte("true"))...)
	resp.RenewAt = time.Now().Add(2 * time.Second)
	resp.Diagnostics.Append(resp.Result.Set(ctx, &model)...)
}

func (e *token) Renew(
	_ context.Context, _ ephemeral.RenewRequest, resp *ephemeral.RenewResponse,
) {
	resp.RenewAt = time.Now().Add(2 * time.Second)
}

func (e *token) Close(
	ctx context.Context, req ephemeral.CloseRequest, resp *ephemeral.CloseResponse,
) {
	stored, _ := req.Private.GetKey(ctx, "open")
	if string(stored) != "true" {
		resp.Diagnostics.AddError("Not open", "Private data of the token was lost.")
	}
}

// shout is a function.
type shout struct{}

func newShout() function.Function { return &shout{} }

func (f *shout) Metadata(
	_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse,
) {
	resp.Name = "shout"
}

func (f *shout) Definition(
	_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse,
) {
	resp.Definition = function.Definition{
		Summary:           "In capital letters",
		Parameters:        []function.Parameter{function.StringParameter{Name: "text"}},
		VariadicParameter: function.StringParameter{Name: "more"},
		Return:            function.StringReturn{},
	}
}

func (f *shout) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var text string
	var more []string
	if resp.Error = req.Arguments.Get(ctx, &text, &more); resp.Error != nil {
		return
	}
	if text == "" {
		resp.Error = function.NewArgumentFuncError(0, "nothing to shout")
		return
	}
	resp.Error = resp.Result.Set(
		ctx, strings.ToUpper(strings.Join(append([]string{text}, more...), " ")))
}

// thingList lists as many things as it is asked for.
type thingList struct{}

type thingListModel struct {
	Count types.Int64 `tfsdk:"how_many"`
}

func newThingList() list.ListResource { return &thingList{} }

func (l *thingList) Metadata(
	_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse,
) {
	resp.TypeName = "extra_thing"
}

func (l *thingList) ListResourceConfigSchema(
	_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse,
) {
	resp.Schema = listschema.Schema{
		Attributes: map[string]listschema.Attribute{
			"how_many": listschema.Int64Attribute{Required: true},
		},
	}
}

func (l *thingList) List(
	ctx context.Context, req list.ListRequest, stream *list.ListResultsStream,
) {
	var model thingListModel
	if diags := req.Config.Get(ctx, &model); diags.HasError() {
		stream.Results = list.ListResultsStreamDiagnostics(diags)
		return
	}
	stream.Results = func(push func(list.ListResult) bool) {
		for i := int64(0); i < model.Count.ValueInt64(); i++ {
			name := "t" + string(rune('a'+i%26))
			result := req.NewListResult(ctx)
			result.DisplayName = name
			result.Diagnostics.Append(result.Identity.Set(
				ctx, &identityModel{Name: types.StringValue(name)})...)
			if !push(result) {
				return
			}
		}
	}
}

// ring is an action that reports progress.
type ring struct{}

type ringModel struct {
	Times types.Int64 `tfsdk:"times"`
}

func newRing() action.Action { return &ring{} }

func (a *ring) Metadata(
	_ context.Context, _ action.MetadataRequest, resp *action.MetadataResponse,
) {
	resp.TypeName = "extra_ring"
}

func (a *ring) Schema(
	_ context.Context, _ action.SchemaRequest, resp *action.SchemaResponse,
) {
	resp.Schema = actionschema.Schema{
		Attributes: map[string]actionschema.Attribute{
			"times": actionschema.Int64Attribute{Required: true},
		},
	}
}

func (a *ring) Invoke(
	ctx context.Context, req action.InvokeRequest, resp *action.InvokeResponse,
) {
	var model ringModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	for i := int64(0); i < model.Times.ValueInt64(); i++ {
		resp.SendProgress(action.InvokeProgressEvent{Message: "ding"})
	}
}
