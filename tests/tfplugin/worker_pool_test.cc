#include "tfplugin/worker_pool.h"

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "compliance/schema/schema.h"
#include "gtest/gtest.h"
#include "tfplugin/provider_handle.h"
#include "tfplugin/test_provider.h"

namespace compliance::tfplugin {
namespace {

TEST(WorkerPool, RunsEveryJobBeforeItGoes) {
  std::atomic<int> ran = 0;
  {
    WorkerPool pool;
    for (int i = 0; i < 1000; ++i) {
      pool.Run([&ran] { ++ran; });
    }
  }
  EXPECT_EQ(ran, 1000);
}

// Each job waits for all others: they finish only when none waits for a thread.
TEST(WorkerPool, LetsJobsRunAtTheSameTime) {
  constexpr int kJobs = 16;
  std::mutex mutex;
  std::condition_variable changed;
  int arrived = 0;
  WorkerPool pool;
  for (int i = 0; i < kJobs; ++i) {
    pool.Run([&] {
      std::unique_lock<std::mutex> lock(mutex);
      ++arrived;
      changed.notify_all();
      changed.wait(lock, [&] { return arrived == kJobs; });
    });
  }
  std::unique_lock<std::mutex> lock(mutex);
  changed.wait(lock, [&] { return arrived == kJobs; });
}

TEST(ProviderHandle, IsSharedByThreads) {
  std::atomic<int> built = 0;
  ProviderHandle handle([&built] {
    ++built;
    return NewTestProvider();
  });
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&handle] {
      const schema::Schema& thing =
          handle.schema().resources.at("hosttest_thing");
      EXPECT_EQ(handle.TypeOf(thing), schema::ImpliedType(thing.block));
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(built, 1);
}

}  // namespace
}  // namespace compliance::tfplugin
