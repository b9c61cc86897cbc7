#ifndef BREAKEVEN_PLATFORM_H
#define BREAKEVEN_PLATFORM_H

/// Exchanges two existing paths of one file system in one step.
/// Returns 0, or the error number; ENOSYS where the system has no such call.
int platform_exchange(const char *first, const char *second);

#endif
