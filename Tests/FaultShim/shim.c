// A library to preload (LD_PRELOAD) that makes one system call of a program fail, to see what the program does then.
//
//   CAIRN_FAULT_ROOT   only calls on paths and descriptors at or below this directory are counted
//   CAIRN_FAULT_AT     which of them fails, counted from 1; 0 or unset: none, they are only counted
//   CAIRN_FAULT_ERRNO  EIO ENOSPC EDQUOT EINTR EMFILE EACCES EROFS, or SHORT: half of the bytes are moved
//   CAIRN_FAULT_MODE   once, or forever: this call and each later one of the same name
//   CAIRN_FAULT_LOG    a file that says how many calls were counted and which were hit. It is mapped into memory, so
//                      that it is complete whichever way the program ends, kill -9 included.
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define CALLS(one) \
    one(open) one(openat) one(close) one(read) one(pread) one(write) one(pwrite) one(fsync) one(fdatasync) \
    one(ftruncate) one(rename) one(renameat) one(unlink) one(unlinkat) one(mkdir) one(mkdirat) one(fcntl) \
    one(flock) one(fstat) one(fstatat) one(posix_fadvise)
#define ENTRY(name) CALL_##name,
#define NAME(name) #name,
enum call { CALLS(ENTRY) CALL_COUNT };
static const char *const names[] = {CALLS(NAME)};

enum { NONE = 0, SHORT = -1, DESCRIPTORS = 65536, PAGE = 4096, SLOT = 28 };

static void *originals[CALL_COUNT];
#define REAL(name) ((__typeof__(&name))original(CALL_##name))

static void *original(enum call call) {
    if (!originals[call]) originals[call] = dlsym(RTLD_NEXT, names[call]);
    return originals[call];
}

// ---- what the environment asks for

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static atomic_int ready;
static char root[PATH_MAX];
static size_t rootLength;
static long faultAt;
static int faultNumber;
static int forever;
static char *page;  // the log
static _Atomic char tracked[DESCRIPTORS];

static long total, hits;
static long perCall[CALL_COUNT];
static int struckCall = -1;

static int number(const char *name) {
    static const struct { const char *name; int value; } known[] = {
        {"EIO", EIO}, {"ENOSPC", ENOSPC}, {"EDQUOT", EDQUOT}, {"EINTR", EINTR}, {"EMFILE", EMFILE},
        {"EACCES", EACCES}, {"EROFS", EROFS}, {"SHORT", SHORT}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (!strcmp(known[i].name, name)) return known[i].value;
    return EIO;
}

// Raw calls: our own must neither be counted nor fail.
static void openLog(const char *path) {
    int fd = (int)syscall(SYS_openat, AT_FDCWD, path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0) return;
    if (syscall(SYS_ftruncate, fd, PAGE) == 0) {
        page = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
        if (page == MAP_FAILED) page = NULL;
        if (page) memset(page, '\n', PAGE);
    }
    syscall(SYS_close, fd);
}

static void prepare(void) {
    if (atomic_load(&ready)) return;
    pthread_mutex_lock(&mutex);
    if (!atomic_load(&ready)) {
        const char *text = getenv("CAIRN_FAULT_ROOT");
        if (text && strlen(text) < sizeof root) strcpy(root, text);
        rootLength = strlen(root);
        while (rootLength > 1 && root[rootLength - 1] == '/') root[--rootLength] = 0;
        if ((text = getenv("CAIRN_FAULT_AT"))) faultAt = atol(text);
        if ((text = getenv("CAIRN_FAULT_ERRNO"))) faultNumber = number(text);
        if ((text = getenv("CAIRN_FAULT_MODE"))) forever = !strcmp(text, "forever");
        if ((text = getenv("CAIRN_FAULT_LOG"))) openLog(text);
        atomic_store(&ready, 1);
    }
    pthread_mutex_unlock(&mutex);
}

__attribute__((constructor)) static void begin(void) { prepare(); }

// ---- counting and striking

static void put(int line, const char *name, long value) {
    char text[SLOT + 1];
    if (!page || (line + 1) * SLOT > PAGE) return;
    int length = snprintf(text, sizeof text, "%-15s %10ld", name, value);
    memcpy(page + line * SLOT, text, (size_t)(length < SLOT - 1 ? length : SLOT - 1));
}

// The errno with which this call has to fail, SHORT, or NONE. The log has a line for the total, for the hits, for the
// index of each call that was hit first, and one for each call by name.
static int struck(enum call call) {
    pthread_mutex_lock(&mutex);
    total++;
    perCall[call]++;
    put(0, "calls", total);
    put(3 + (int)call, names[call], perCall[call]);
    int hit = faultAt > 0 && (total == faultAt || (forever && struckCall == (int)call));
    if (hit) {
        if (struckCall < 0) put(2, names[call], total);
        struckCall = (int)call;
        put(1, "hits", ++hits);
    }
    pthread_mutex_unlock(&mutex);
    return hit ? faultNumber : NONE;
}

static int fails(enum call call) {
    int fault = struck(call);
    if (fault <= 0) return 0;
    errno = fault;
    return 1;
}

// ---- what belongs to the root

static int watched(int fd) {
    prepare();
    return fd >= 0 && fd < DESCRIPTORS && tracked[fd];
}

static int inside(int folder, const char *path) {
    prepare();
    if (!rootLength || !path) return 0;
    char whole[2 * PATH_MAX];
    if (path[0] != '/') {
        if (folder != AT_FDCWD) return watched(folder);
        char here[PATH_MAX];
        if (syscall(SYS_getcwd, here, sizeof here) < 0) return 0;
        snprintf(whole, sizeof whole, "%s/%s", here, path);
        path = whole;
    }
    return !strncmp(path, root, rootLength) && (path[rootLength] == '/' || !path[rootLength]);
}

static int track(int fd) {
    if (fd >= 0 && fd < DESCRIPTORS) tracked[fd] = 1;
    return fd;
}

// ---- the calls

int openat(int folder, const char *path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    if (!inside(folder, path)) return REAL(openat)(folder, path, flags, mode);
    if (fails(CALL_openat)) return -1;
    return track(REAL(openat)(folder, path, flags, mode));
}

int open(const char *path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    if (!inside(AT_FDCWD, path)) return REAL(open)(path, flags, mode);
    if (fails(CALL_open)) return -1;
    return track(REAL(open)(path, flags, mode));
}

int close(int fd) {
    if (!watched(fd)) return REAL(close)(fd);
    int fault = struck(CALL_close);
    tracked[fd] = 0;
    int result = REAL(close)(fd);  // also when it fails: Linux gives the number back in any case
    if (fault <= 0) return result;
    errno = fault;
    return -1;
}

#define TRANSFER(name, parameters, short_arguments, arguments) \
    ssize_t name parameters { \
        if (!watched(fd)) return REAL(name) arguments; \
        int fault = struck(CALL_##name); \
        if (fault > 0) { \
            errno = fault; \
            return -1; \
        } \
        if (fault == SHORT && count > 1) return REAL(name) short_arguments; \
        return REAL(name) arguments; \
    }
TRANSFER(read, (int fd, void *bytes, size_t count), (fd, bytes, count / 2), (fd, bytes, count))
TRANSFER(write, (int fd, const void *bytes, size_t count), (fd, bytes, count / 2), (fd, bytes, count))
TRANSFER(pread, (int fd, void *bytes, size_t count, off_t at), (fd, bytes, count / 2, at), (fd, bytes, count, at))
TRANSFER(pwrite, (int fd, const void *bytes, size_t count, off_t at), (fd, bytes, count / 2, at),
         (fd, bytes, count, at))

#define ON_DESCRIPTOR(name, parameters, arguments) \
    int name parameters { \
        if (watched(fd) && fails(CALL_##name)) return -1; \
        return REAL(name) arguments; \
    }
ON_DESCRIPTOR(fsync, (int fd), (fd))
ON_DESCRIPTOR(fdatasync, (int fd), (fd))
ON_DESCRIPTOR(ftruncate, (int fd, off_t length), (fd, length))
ON_DESCRIPTOR(flock, (int fd, int operation), (fd, operation))
ON_DESCRIPTOR(fstat, (int fd, struct stat *status), (fd, status))

#define ON_PATH(name, parameters, folder, path, arguments) \
    int name parameters { \
        if (inside(folder, path) && fails(CALL_##name)) return -1; \
        return REAL(name) arguments; \
    }
ON_PATH(rename, (const char *from, const char *to), AT_FDCWD, from, (from, to))
ON_PATH(renameat, (int old, const char *from, int new, const char *to), old, from, (old, from, new, to))
ON_PATH(unlink, (const char *path), AT_FDCWD, path, (path))
ON_PATH(unlinkat, (int folder, const char *path, int flags), folder, path, (folder, path, flags))
ON_PATH(mkdir, (const char *path, mode_t mode), AT_FDCWD, path, (path, mode))
ON_PATH(mkdirat, (int folder, const char *path, mode_t mode), folder, path, (folder, path, mode))
ON_PATH(fstatat, (int folder, const char *path, struct stat *status, int flags), folder, path,
        (folder, path, status, flags))

int posix_fadvise(int fd, off_t from, off_t length, int advice) {
    int fault = watched(fd) ? struck(CALL_posix_fadvise) : NONE;
    return fault > 0 ? fault : REAL(posix_fadvise)(fd, from, length, advice);
}

int fcntl(int fd, int command, ...) {
    va_list rest;
    va_start(rest, command);
    void *argument = va_arg(rest, void *);
    va_end(rest);
    int isLock = command == F_SETLK || command == F_SETLKW || command == F_OFD_SETLK || command == F_OFD_SETLKW;
    if (isLock && watched(fd) && fails(CALL_fcntl)) return -1;
    int result = REAL(fcntl)(fd, command, argument);
    if ((command == F_DUPFD || command == F_DUPFD_CLOEXEC) && watched(fd)) track(result);
    return result;
}

// On 64-bit systems these are the same calls under a second name.
#define ALIAS(name, original) __typeof__(name) name __attribute__((alias(#original)))
ALIAS(open64, open);
ALIAS(openat64, openat);
ALIAS(pread64, pread);
ALIAS(pwrite64, pwrite);
ALIAS(ftruncate64, ftruncate);
ALIAS(fcntl64, fcntl);
ALIAS(posix_fadvise64, posix_fadvise);
