#include "app/app.h"

namespace qorgan::app {

int run(int, char**) { return 0; }

}  // namespace qorgan::app
