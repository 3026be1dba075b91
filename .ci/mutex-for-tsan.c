// Tells the thread sanitizer about the slow half of Swift's Mutex on Linux.
//
// The fast half is inlined into our code and instrumented. Where threads meet, the lock is taken and given back inside
// libswiftSynchronization, which is not: the sanitizer then sees two threads touch the same memory and no lock between
// them, in a program of ten lines as well as in this one. Preloaded, this calls the real functions and reports what
// they do. It hides nothing else: a race outside of a Mutex is still a race.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdbool.h>
#include <stdint.h>

#define SWIFT __attribute__((swiftcall))
#define SELF __attribute__((swift_context))
#define HANDLE "$s15Synchronization12_MutexHandleV"
#define LOCK_SLOW HANDLE "9_lockSlowyys6UInt32VF"
#define TRY_LOCK_SLOW HANDLE "12_tryLockSlowSbyF"
#define UNLOCK_SLOW HANDLE "11_unlockSlowyyF"

typedef SWIFT void (*lock_slow)(uint32_t thread, SELF void *handle);
typedef SWIFT bool (*try_lock_slow)(SELF void *handle);
typedef SWIFT void (*unlock_slow)(SELF void *handle);

static void tell(const char *event, void *handle) {
    void (*report)(void *) = (void (*)(void *))dlsym(RTLD_DEFAULT, event);
    if (report) report(handle);
}

SWIFT void told_lock_slow(uint32_t thread, SELF void *handle) __asm__(LOCK_SLOW);
SWIFT void told_lock_slow(uint32_t thread, SELF void *handle) {
    ((lock_slow)dlsym(RTLD_NEXT, LOCK_SLOW))(thread, handle);
    tell("__tsan_acquire", handle);
}

SWIFT bool told_try_lock_slow(SELF void *handle) __asm__(TRY_LOCK_SLOW);
SWIFT bool told_try_lock_slow(SELF void *handle) {
    bool taken = ((try_lock_slow)dlsym(RTLD_NEXT, TRY_LOCK_SLOW))(handle);
    if (taken) tell("__tsan_acquire", handle);
    return taken;
}

SWIFT void told_unlock_slow(SELF void *handle) __asm__(UNLOCK_SLOW);
SWIFT void told_unlock_slow(SELF void *handle) {
    tell("__tsan_release", handle);
    ((unlock_slow)dlsym(RTLD_NEXT, UNLOCK_SLOW))(handle);
}
