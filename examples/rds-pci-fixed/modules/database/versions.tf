terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
    compliance = {
      source = "planguard/compliance"
    }
  }
}
