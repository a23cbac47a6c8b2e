#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace qorgan::console {

/// Threads for work that waits (database, password hashing), behind a bounded queue.
class worker_pool {
 public:
  worker_pool(unsigned threads, std::size_t queue) : queue_limit_{queue} {
    for (unsigned i = 0; i < threads; ++i) threads_.emplace_back([this] { run(); });
  }
  ~worker_pool() { stop(); }
  worker_pool(const worker_pool&) = delete;
  worker_pool& operator=(const worker_pool&) = delete;

  /// False, and nothing taken, when the queue is full or the pool has stopped.
  bool submit(std::function<void()> task);
  /// Finishes what was taken, takes nothing more, joins.
  void stop();

 private:
  void run();

  std::size_t queue_limit_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::function<void()>> tasks_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace qorgan::console
