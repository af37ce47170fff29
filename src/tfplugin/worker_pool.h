// Threads for calls that compute.
#ifndef COMPLIANCE_SRC_TFPLUGIN_WORKER_POOL_H_
#define COMPLIANCE_SRC_TFPLUGIN_WORKER_POOL_H_

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace compliance::tfplugin {

// Starts a thread when a job finds none idle, up to a limit; then jobs queue.
// gRPC's own threads must not compute: there are two of them, and Shutdown has
// to get through.
class WorkerPool {
 public:
  WorkerPool() = default;
  // Waits for the jobs that were accepted.
  ~WorkerPool();
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  void Run(std::function<void()> job);

 private:
  void Work();

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> jobs_;
  std::vector<std::thread> threads_;
  std::size_t idle_ = 0;
  bool closing_ = false;
};

}  // namespace compliance::tfplugin

#endif  // COMPLIANCE_SRC_TFPLUGIN_WORKER_POOL_H_
