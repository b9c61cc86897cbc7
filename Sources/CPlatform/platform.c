#define _GNU_SOURCE
#include "platform.h"

#include <errno.h>
#include <stdio.h>

#if defined(__linux__)
#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>
#endif

int platform_exchange(const char *first, const char *second) {
#if defined(__linux__) && defined(SYS_renameat2)
    // The system call itself, because older C libraries have no function for it. 2: RENAME_EXCHANGE.
    return syscall(SYS_renameat2, AT_FDCWD, first, AT_FDCWD, second, 2u) == 0 ? 0 : errno;
#elif defined(__APPLE__)
    return renamex_np(first, second, RENAME_SWAP) == 0 ? 0 : errno;
#else
    (void)first;
    (void)second;
    return ENOSYS;
#endif
}
