#include "compliance/cty/unify.h"

#include <optional>
#include <vector>

#include "gtest/gtest.h"

namespace compliance::cty {
namespace {

const Type kBool = Type::Bool();
const Type kNumber = Type::Number();
const Type kString = Type::String();
const Type kAny = Type::Dynamic();

TEST(Unify, FindsWhatTypesHaveInCommon) {
  const Type a_number = Type::Object({{"a", kNumber}});
  const Type a_string = Type::Object({{"a", kString}});
  const Type b_bool = Type::Object({{"b", kBool}});
  const struct {
    std::vector<Type> types;
    std::optional<Type> unified;
  } table[] = {
      {{}, std::nullopt},
      {{kNumber}, kNumber},
      {{kNumber, kString}, kString},
      {{kBool, kString}, kString},
      {{kBool, kNumber}, std::nullopt},
      {{kAny, kNumber}, kNumber},
      {{kAny, kAny}, kAny},
      {{kAny, a_number}, kAny},
      {{a_number, a_string}, a_string},
      {{a_number, b_bool}, std::nullopt},
      {{a_string, b_bool}, Type::Map(kString)},
      {{Type::Map(kNumber), a_string}, Type::Map(kString)},
      {{Type::Map(kNumber), Type::Map(kAny)}, Type::Map(kNumber)},
      {{Type::Tuple({kNumber}), Type::Tuple({kString})},
       Type::Tuple({kString})},
      {{Type::Tuple({kNumber}), Type::Tuple({kNumber, kNumber})},
       Type::List(kNumber)},
      {{Type::Tuple({}), Type::List(kNumber)}, Type::List(kNumber)},
      {{Type::List(kNumber), Type::Set(kNumber)}, Type::List(kNumber)},
      {{Type::Set(kNumber), Type::Tuple({kString})}, Type::Set(kNumber)},
      {{Type::List(kBool), Type::List(kString)}, Type::List(kString)},
      {{Type::List(kNumber), kNumber}, std::nullopt},
      {{a_number, Type::Tuple({kNumber})}, std::nullopt},
  };
  for (const auto& row : table) {
    EXPECT_EQ(Unify(row.types), row.unified)
        << ::testing::PrintToString(row.types);
  }
}

TEST(FillDynamic, TakesFromTheGivenTypeWhatIsOpen) {
  EXPECT_EQ(FillDynamic(Type::List(kAny), Type::Tuple({kNumber, kString})),
            Type::List(kString));
  EXPECT_EQ(FillDynamic(Type::Map(kAny), Type::Object({{"a", kBool}})),
            Type::Map(kBool));
  EXPECT_EQ(FillDynamic(Type::Object({{"a", kAny}}), Type::Map(kBool)),
            Type::Object({{"a", kBool}}));
  EXPECT_EQ(FillDynamic(kAny, kNumber), kNumber);
  EXPECT_EQ(FillDynamic(Type::Set(kAny), kAny), Type::Set(kAny));
}

}  // namespace
}  // namespace compliance::cty
