#include <iostream>

#include "compliance/cty/value.h"

int main() { std::cout << compliance::cty::Value::Bool(true) << "\n"; }
