// SPDX-License-Identifier: Apache-2.0
// zlib as Swift sees it: inflate for the pictures of thermal cameras, and its check sums.
#ifndef ROOST_CZLIB_SHIM_H
#define ROOST_CZLIB_SHIM_H

#include <zlib.h>

#endif
