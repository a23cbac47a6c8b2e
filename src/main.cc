#include "app/app.h"

int main(int argc, char** argv) {
  return qorgan::app::run(argc, argv);
}
