#pragma once

#include <openssl/x509v3.h>

#include "net/tls.h"

namespace qorgan::net {

tls_names names_of(const X509* certificate);

}  // namespace qorgan::net
