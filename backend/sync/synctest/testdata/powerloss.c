/* Stands between a program and its disk (LD_PRELOAD): whatever is written to a file below
 * POWERLOSS_FOLDER is also noted in POWERLOSS_LOG, with every promise that it lies on the disk. From
 * that, a test makes the files as they are after a power failure. Nothing is really synced here, so
 * it is fast. With POWERLOSS_NORMAL, the log of SQLite's write-ahead is never promised, as with
 * synchronous=NORMAL.
 *
 * A note is: kind (w, t, s, u), length of the path, offset, length; the path; the bytes. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int out = -1;

struct note { int64_t kind, path, offset, length; };

static int named(int fd, char *path, size_t size) {
  char link[64];
  const char *folder = getenv("POWERLOSS_FOLDER");
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t n = readlink(link, path, size - 1);
  if (folder == NULL || n <= 0) return 0;
  path[n] = 0;
  return strncmp(path, folder, strlen(folder)) == 0 && strstr(path, "-shm") == NULL;
}

static void raw(const void *data, size_t n) {
  const char *p = data;
  while (n > 0) {
    ssize_t done = syscall(SYS_write, out, p, n);
    if (done <= 0) _exit(97);
    p += done, n -= done;
  }
}

static void tell(char kind, const char *path, int64_t offset, const void *data, int64_t length) {
  if (out < 0) out = open(getenv("POWERLOSS_LOG"), O_WRONLY | O_CREAT | O_APPEND, 0600);
  struct note n = {kind, (int64_t)strlen(path), offset, length};
  raw(&n, sizeof n);
  raw(path, n.path);
  if (kind == 'w') raw(data, length);
}

static ssize_t wrote(int fd, const void *data, size_t length, off_t offset) {
  char path[4096];
  pthread_mutex_lock(&lock);
  ssize_t n = syscall(SYS_pwrite64, fd, data, length, offset);
  if (n > 0 && named(fd, path, sizeof path)) tell('w', path, offset, data, n);
  pthread_mutex_unlock(&lock);
  return n;
}

ssize_t pwrite(int fd, const void *data, size_t n, off_t offset) { return wrote(fd, data, n, offset); }
ssize_t pwrite64(int fd, const void *data, size_t n, off_t offset) { return wrote(fd, data, n, offset); }

ssize_t write(int fd, const void *data, size_t n) {
  char path[4096];
  if (!named(fd, path, sizeof path)) return syscall(SYS_write, fd, data, n);
  off_t at = lseek(fd, 0, SEEK_CUR);
  ssize_t done = wrote(fd, data, n, at);
  if (done > 0) lseek(fd, at + done, SEEK_SET);
  return done;
}

static int cut(int fd, off_t length) {
  char path[4096];
  pthread_mutex_lock(&lock);
  int failed = syscall(SYS_ftruncate, fd, length);
  if (!failed && named(fd, path, sizeof path)) tell('t', path, length, NULL, 0);
  pthread_mutex_unlock(&lock);
  return failed;
}

int ftruncate(int fd, off_t n) { return cut(fd, n); }
int ftruncate64(int fd, off_t n) { return cut(fd, n); }

static int promise(int fd) {
  char path[4096];
  if (!named(fd, path, sizeof path)) return syscall(SYS_fsync, fd);
  if (getenv("POWERLOSS_NORMAL") != NULL && strstr(path, "-wal") != NULL) return 0;
  pthread_mutex_lock(&lock);
  tell('s', path, 0, NULL, 0);
  pthread_mutex_unlock(&lock);
  return 0;
}

int fsync(int fd) { return promise(fd); }
int fdatasync(int fd) { return promise(fd); }

int unlink(const char *path) {
  const char *folder = getenv("POWERLOSS_FOLDER");
  int failed = syscall(SYS_unlink, path);
  if (!failed && folder != NULL && strncmp(path, folder, strlen(folder)) == 0) {
    pthread_mutex_lock(&lock);
    tell('u', path, 0, NULL, 0);
    pthread_mutex_unlock(&lock);
  }
  return failed;
}
