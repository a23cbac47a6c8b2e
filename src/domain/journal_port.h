#pragma once

#include <cstdint>

#include "domain/record.h"

namespace qorgan {

/// The call path's view of the journal. One producer thread; nothing here blocks.
class journal_port {
 public:
  virtual ~journal_port() = default;

  /// Queues the record and sets its `seq` (1, 2, 3 … without gaps). False when the queue is full:
  /// the record is counted as lost and a refusal must become a pass.
  virtual bool append(record& entry) noexcept = 0;

  /// Every record up to this sequence number is durable.
  virtual std::uint64_t committed() const noexcept = 0;

  /// False while records cannot be made durable (disk full, file gone). Then refusals are not
  /// enforced (no record, no block) and calls pass.
  virtual bool healthy() const noexcept = 0;

  /// More than half of the queue is waiting for the disk. Asked by the producer.
  virtual bool behind() const noexcept = 0;

  /// The journal writes to this eventfd after every commit and whenever `healthy` changes.
  virtual void wake_on_commit(int event_fd) noexcept = 0;
};

}  // namespace qorgan
