// Tells the thread sanitizer about three places where Swift's own libraries, which are not instrumented, make one thread
// wait for another. Preloaded, it calls the real functions and reports what they do. It hides nothing else: a race
// outside of these is still a race.
//
// Mutex: the fast half is inlined into our code and instrumented. Where threads meet, the lock is taken and given back
// inside libswiftSynchronization: the sanitizer sees two threads touch the same memory and no lock between them, in a
// program of ten lines as well as in this one.
//
// Continuations: one that is resumed before its task awaits it is handed over without a switch of tasks, which is all
// that the runtime reports. What was written before `resume` then seems to race with what is read after the wait.
//
// Copy on write: see the end.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdatomic.h>
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

// Preloaded into programs without the sanitizer as well, it has nobody to tell.
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

// To the runtime a continuation is the task that waits. What was done before it is resumed is released there, and
// acquired where the task awaits it. A resumption between that moment and the runtime's own look, a few instructions
// later, is still reported; thread-sanitizer.supp names where.
#define ASYNC __attribute__((swiftasynccall))

typedef SWIFT void (*resume)(void *task);
typedef SWIFT void *(*current)(void);
typedef ASYNC void (*await)(void *context);

SWIFT void swift_continuation_resume(void *task) {
    tell("__tsan_release", task);
    ((resume)dlsym(RTLD_NEXT, "swift_continuation_resume"))(task);
}

ASYNC void swift_continuation_await(void *context) {
    void *task = ((current)dlsym(RTLD_DEFAULT, "swift_task_getCurrent"))();
    if (task) tell("__tsan_acquire", task);
    __attribute__((musttail)) return ((await)dlsym(RTLD_NEXT, "swift_continuation_await"))(context);
}

// An array's buffer that its last other owner let go of may be written. The count of owners is the runtime's.
typedef void (*release)(void *object);
typedef bool (*is_unique)(const void *object);

void swift_release(void *object) {
    // Asked for so often that it is looked up once.
    static _Atomic(release) known;
    release real = known;
    if (!real) known = real = (release)dlsym(RTLD_NEXT, "swift_release");
    // Neither nil nor an immortal object, whose address has the highest bit set.
    if ((intptr_t)object > 0) tell("__tsan_release", object);
    real(object);
}

static bool ask(const char *name, const void *object) {
    bool answer = ((is_unique)dlsym(RTLD_NEXT, name))(object);
    if (answer) tell("__tsan_acquire", (void *)object);
    return answer;
}

bool swift_isUniquelyReferenced_native(const void *object) { return ask("swift_isUniquelyReferenced_native", object); }

bool swift_isUniquelyReferenced_nonNull_native(const void *object) {
    return ask("swift_isUniquelyReferenced_nonNull_native", object);
}
