package main

import (
	"context"
	"strconv"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// thing has every shape of attribute and block, a write-only attribute, private
// state, an identity, and a plan modifier that replaces.
type thing struct{ config *settings }

func newThing() resource.Resource { return &thing{} }

type thingModel struct {
	ID         types.String `tfsdk:"id"`
	Name       types.String `tfsdk:"name"`
	Region     types.String `tfsdk:"region"`
	Generation types.Int64  `tfsdk:"generation"`
	Note       types.String `tfsdk:"note"`
	Secret     types.String `tfsdk:"secret"`
	Hidden     types.String `tfsdk:"hidden"`
	Settings   types.Object `tfsdk:"settings"`
	Steps      types.List   `tfsdk:"steps"`
	Labels     types.Map    `tfsdk:"labels"`
	Members    types.Set    `tfsdk:"members"`
	Ingress    types.List   `tfsdk:"ingress"`
	Egress     types.Set    `tfsdk:"egress"`
	Limits     types.Object `tfsdk:"limits"`
}

type identityModel struct {
	Name types.String `tfsdk:"name"`
}

func (r *thing) Metadata(
	_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse,
) {
	resp.TypeName = "extra_thing"
}

func (r *thing) Schema(
	_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse,
) {
	ports := schema.NestedBlockObject{
		Attributes: map[string]schema.Attribute{
			"port":  schema.Int64Attribute{Required: true},
			"cidrs": schema.SetAttribute{Optional: true, ElementType: types.StringType},
		},
	}
	resp.Schema = schema.Schema{
		Version: 1,
		Attributes: map[string]schema.Attribute{
			"id": schema.StringAttribute{
				Computed: true,
				PlanModifiers: []planmodifier.String{
					stringplanmodifier.UseStateForUnknown(),
				},
			},
			"name": schema.StringAttribute{
				Required: true,
				PlanModifiers: []planmodifier.String{
					stringplanmodifier.RequiresReplace(),
				},
			},
			"region":     schema.StringAttribute{Computed: true},
			"generation": schema.Int64Attribute{Computed: true},
			"note":       schema.StringAttribute{Optional: true},
			"secret":     schema.StringAttribute{Optional: true, Sensitive: true},
			"hidden": schema.StringAttribute{
				Optional: true, Sensitive: true, WriteOnly: true,
			},
			"settings": schema.SingleNestedAttribute{
				Optional: true,
				Attributes: map[string]schema.Attribute{
					"mode": schema.StringAttribute{
						Optional: true, Computed: true,
						Default: stringdefault.StaticString("plain"),
					},
					"sizes": schema.ListAttribute{
						Optional: true, ElementType: types.NumberType,
					},
				},
			},
			"steps": schema.ListNestedAttribute{
				Optional: true,
				NestedObject: schema.NestedAttributeObject{
					Attributes: map[string]schema.Attribute{
						"run":  schema.StringAttribute{Required: true},
						"when": schema.BoolAttribute{Optional: true},
					},
				},
			},
			"labels": schema.MapNestedAttribute{
				Optional: true,
				NestedObject: schema.NestedAttributeObject{
					Attributes: map[string]schema.Attribute{
						"text": schema.StringAttribute{Required: true},
					},
				},
			},
			"members": schema.SetNestedAttribute{
				Optional: true,
				NestedObject: schema.NestedAttributeObject{
					Attributes: map[string]schema.Attribute{
						"who": schema.StringAttribute{Required: true},
					},
				},
			},
		},
		Blocks: map[string]schema.Block{
			"ingress": schema.ListNestedBlock{NestedObject: ports},
			"egress":  schema.SetNestedBlock{NestedObject: ports},
			"limits": schema.SingleNestedBlock{
				Attributes: map[string]schema.Attribute{
					"cpu": schema.Float64Attribute{Optional: true},
				},
			},
		},
	}
}

func (r *thing) IdentitySchema(
	_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse,
) {
	resp.IdentitySchema = identityschema.Schema{
		Attributes: map[string]identityschema.Attribute{
			"name": identityschema.StringAttribute{RequiredForImport: true},
		},
	}
}

func (r *thing) Configure(
	_ context.Context, req resource.ConfigureRequest, _ *resource.ConfigureResponse,
) {
	r.config, _ = req.ProviderData.(*settings)
}

func (r *thing) ValidateConfig(
	context.Context, resource.ValidateConfigRequest, *resource.ValidateConfigResponse,
) {
	failAt("validate")
}

func (r *thing) ModifyPlan(
	ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse,
) {
	failAt("plan")
	if req.Plan.Raw.IsNull() {
		return
	}
	resp.Diagnostics.Append(
		resp.Plan.SetAttribute(ctx, path.Root("region"), regionOf(r.config))...)
	var note types.String
	resp.Diagnostics.Append(req.Plan.GetAttribute(ctx, path.Root("note"), &note)...)
	if note.ValueString() == "warn" {
		resp.Diagnostics.AddAttributeWarning(
			path.Root("note"), "Worth a look", "The provider itself has something to say.")
	}
}

func (r *thing) Create(
	ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse,
) {
	failAt("apply")
	var model thingModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &model)...)
	model.ID = types.StringValue("thing-" + model.Name.ValueString())
	model.Generation = types.Int64Value(1)
	resp.Diagnostics.Append(resp.Private.SetKey(ctx, "generation", []byte("1"))...)
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, &identityModel{Name: model.Name})...)
}

func (r *thing) Read(
	ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse,
) {
	failAt("read")
	var model thingModel
	resp.Diagnostics.Append(req.State.Get(ctx, &model)...)
	if model.Name.IsNull() { // imported: only its id is known
		const prefix = len("thing-")
		model.Name = types.StringValue(model.ID.ValueString()[prefix:])
		model.Region = regionOf(r.config)
		model.Generation = types.Int64Value(1)
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, &identityModel{Name: model.Name})...)
}

// Update counts in private state: a generation that does not grow shows that
// private state was lost on its way.
func (r *thing) Update(
	ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse,
) {
	failAt("apply")
	var model thingModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &model)...)
	stored, diags := req.Private.GetKey(ctx, "generation")
	resp.Diagnostics.Append(diags...)
	count, _ := strconv.ParseInt(string(stored), 10, 64)
	count++
	model.Generation = types.Int64Value(count)
	resp.Diagnostics.Append(
		resp.Private.SetKey(ctx, "generation", []byte(strconv.FormatInt(count, 10)))...)
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, &identityModel{Name: model.Name})...)
}

func (r *thing) Delete(
	context.Context, resource.DeleteRequest, *resource.DeleteResponse,
) {
	failAt("apply")
}

func (r *thing) ImportState(
	ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse,
) {
	if len(req.ID) <= len("thing-") {
		resp.Diagnostics.AddError("No such thing", "An id reads thing-NAME.")
		return
	}
	resource.ImportStatePassthroughID(ctx, path.Root("id"), req, resp)
}
