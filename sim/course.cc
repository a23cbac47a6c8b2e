#include "sim/course.h"

namespace qorgan::sim {

course course_of(const planned_call& call, timestamp started) {
  course c;
  if (call.ends == outcome::busy) return {{}, {}, started + call.wait, 486, "callee"};
  c.ringing_at = started + call.ring_delay;
  c.ended_at = c.ringing_at + call.wait;
  switch (call.ends) {
    case outcome::answered:
      c.answered_at = c.ended_at;
      c.ended_at += call.talk;
      c.end_code = 200;
      c.ended_by = call.caller_hangs_up ? "caller" : "callee";
      break;
    case outcome::gave_up:
      c.end_code = 487;
      c.ended_by = "caller";
      break;
    default: c.end_code = 480; c.ended_by = "callee";
  }
  return c;
}

}  // namespace qorgan::sim
