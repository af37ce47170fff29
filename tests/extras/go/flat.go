package main

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// flat is a resource with attributes of its own and an id made of one of them;
// it stores whatever it was planned as.
type flat struct {
	typeName   string
	nameFrom   string
	attributes map[string]schema.Attribute
	// What else is known once it was created.
	fill func(ctx context.Context, resp *resource.CreateResponse)
}

func (r *flat) Metadata(
	_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse,
) {
	resp.TypeName = r.typeName
}

func (r *flat) Schema(
	_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse,
) {
	attributes := map[string]schema.Attribute{
		"id": schema.StringAttribute{
			Computed: true,
			PlanModifiers: []planmodifier.String{
				stringplanmodifier.UseStateForUnknown(),
			},
		},
	}
	for name, attribute := range r.attributes {
		attributes[name] = attribute
	}
	resp.Schema = schema.Schema{Attributes: attributes}
}

func (r *flat) ModifyPlan(
	context.Context, resource.ModifyPlanRequest, *resource.ModifyPlanResponse,
) {
	failAt("plan")
}

func (r *flat) Create(
	ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse,
) {
	failAt("apply")
	var name types.String
	resp.Diagnostics.Append(req.Plan.GetAttribute(ctx, path.Root(r.nameFrom), &name)...)
	resp.State.Raw = req.Plan.Raw
	resp.Diagnostics.Append(
		resp.State.SetAttribute(ctx, path.Root("id"), r.typeName+"-"+name.ValueString())...)
	if r.fill != nil {
		r.fill(ctx, resp)
	}
}

func (r *flat) Read(context.Context, resource.ReadRequest, *resource.ReadResponse) {
	failAt("read")
}

func (r *flat) Update(
	_ context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse,
) {
	failAt("apply")
	resp.State.Raw = req.Plan.Raw
}

func (r *flat) Delete(
	context.Context, resource.DeleteRequest, *resource.DeleteResponse,
) {
	failAt("apply")
}

// newBig computes a value of as many MiB as it is asked for.
func newBig() resource.Resource {
	return &flat{
		typeName: "extra_big",
		nameFrom: "name",
		attributes: map[string]schema.Attribute{
			"name": schema.StringAttribute{Required: true},
			"mib":  schema.Int64Attribute{Required: true},
			"value": schema.StringAttribute{
				Computed: true,
				PlanModifiers: []planmodifier.String{
					stringplanmodifier.UseStateForUnknown(),
				},
			},
		},
		fill: func(ctx context.Context, resp *resource.CreateResponse) {
			var mib types.Int64
			resp.Diagnostics.Append(
				resp.State.GetAttribute(ctx, path.Root("mib"), &mib)...)
			resp.Diagnostics.Append(resp.State.SetAttribute(
				ctx, path.Root("value"), strings.Repeat("x", int(mib.ValueInt64())<<20))...)
		},
	}
}

// newDatabase and newKey bear names that rules speak of.
func newDatabase() resource.Resource {
	return &flat{
		typeName: "aws_db_instance",
		nameFrom: "identifier",
		attributes: map[string]schema.Attribute{
			"identifier":              schema.StringAttribute{Required: true},
			"engine":                  schema.StringAttribute{Optional: true},
			"storage_encrypted":       schema.BoolAttribute{Optional: true},
			"kms_key_id":              schema.StringAttribute{Optional: true},
			"publicly_accessible":     schema.BoolAttribute{Optional: true},
			"multi_az":                schema.BoolAttribute{Optional: true},
			"deletion_protection":     schema.BoolAttribute{Optional: true},
			"backup_retention_period": schema.Int64Attribute{Optional: true},
			"replicate_source_db":     schema.StringAttribute{Optional: true},
			"password": schema.StringAttribute{
				Optional: true, Sensitive: true,
			},
			"tags": schema.MapAttribute{
				Optional: true, ElementType: types.StringType,
			},
		},
	}
}

func newKey() resource.Resource {
	return &flat{
		typeName: "aws_kms_key",
		nameFrom: "description",
		attributes: map[string]schema.Attribute{
			"description": schema.StringAttribute{
				Required: true,
				PlanModifiers: []planmodifier.String{
					stringplanmodifier.RequiresReplace(),
				},
			},
			"enable_key_rotation":      schema.BoolAttribute{Optional: true},
			"key_usage":                schema.StringAttribute{Optional: true},
			"customer_master_key_spec": schema.StringAttribute{Optional: true},
			"custom_key_store_id":      schema.StringAttribute{Optional: true},
			"tags": schema.MapAttribute{
				Optional: true, ElementType: types.StringType,
			},
		},
	}
}
