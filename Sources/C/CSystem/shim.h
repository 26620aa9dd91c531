#pragma once

/* What Swift cannot reach: variadic system calls, macros, and three lines of assembly. Everything is inline, so that
   the module needs no library of its own. */

#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <spawn.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__linux__)
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#endif

/* The value, unknown to the optimiser from here on. Without it LLVM turns `mask & x` back into a branch on the bit
   that the mask was made from. */
static inline uint64_t holdfast_barrier(uint64_t value) {
  __asm__("" : "+r"(value));
  return value;
}

/* Overwrites the vector registers, where a copy of memory leaves its last bytes. The calling convention preserves none
   of them, so that no caller loses anything. */
static inline void holdfast_clear_vector_registers(void) {
#if defined(__x86_64__)
  __asm__ volatile(
      "pxor %%xmm0, %%xmm0\n\tpxor %%xmm1, %%xmm1\n\tpxor %%xmm2, %%xmm2\n\tpxor %%xmm3, %%xmm3\n\t"
      "pxor %%xmm4, %%xmm4\n\tpxor %%xmm5, %%xmm5\n\tpxor %%xmm6, %%xmm6\n\tpxor %%xmm7, %%xmm7\n\t"
      "pxor %%xmm8, %%xmm8\n\tpxor %%xmm9, %%xmm9\n\tpxor %%xmm10, %%xmm10\n\tpxor %%xmm11, %%xmm11\n\t"
      "pxor %%xmm12, %%xmm12\n\tpxor %%xmm13, %%xmm13\n\tpxor %%xmm14, %%xmm14\n\tpxor %%xmm15, %%xmm15"
      :
      :
      : "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7", "xmm8", "xmm9", "xmm10", "xmm11", "xmm12",
        "xmm13", "xmm14", "xmm15");
#endif
}

/* A client request of valgrind's memcheck: five instructions that do nothing outside of it (valgrind.h, amd64
   preamble; the codes are VG_USERREQ__MAKE_MEM_UNDEFINED and ..._DEFINED of memcheck.h). */
static inline uint64_t holdfast_memcheck_request(uint64_t code, const void *start, size_t count) {
  uint64_t result = 0;
#if defined(__x86_64__) && defined(__linux__)
  volatile uint64_t arguments[6] = {code, (uint64_t)(uintptr_t)start, (uint64_t)count, 0, 0, 0};
  __asm__ volatile(
      "rolq $3, %%rdi\n\trolq $13, %%rdi\n\trolq $61, %%rdi\n\trolq $51, %%rdi\n\txchgq %%rbx, %%rbx"
      : "=d"(result)
      : "a"(&arguments[0]), "0"((uint64_t)0)
      : "cc", "memory");
#else
  (void)code;
  (void)start;
  (void)count;
#endif
  return result;
}

/* From here on memcheck reports every branch and every address that depends on these bytes. */
static inline void holdfast_mark_secret(const void *start, size_t count) {
  (void)holdfast_memcheck_request(0x4D430001u, start, count);
}

/* These bytes may be known: the released result of a computation on secrets. */
static inline void holdfast_mark_public(const void *start, size_t count) {
  (void)holdfast_memcheck_request(0x4D430002u, start, count);
}

/* No core file, and no other process of this user may read this one's memory. 0 when both took effect. */
static inline int holdfast_forbid_dumps(void) {
  struct rlimit none = {0, 0};
  int core = setrlimit(RLIMIT_CORE, &none);
  int dumpable = prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
  return core | dumpable;
}

static inline int holdfast_is_dumpable(void) { return prctl(PR_GET_DUMPABLE, 0, 0, 0, 0); }

/* The soft limit of locked memory in bytes; UINT64_MAX when there is none. */
static inline uint64_t holdfast_locked_memory_limit(void) {
  struct rlimit limit;
  if (getrlimit(RLIMIT_MEMLOCK, &limit) != 0) return 0;
  return limit.rlim_cur == RLIM_INFINITY ? UINT64_MAX : (uint64_t)limit.rlim_cur;
}

/* Columns of a terminal, or 0 where the descriptor is none. */
static inline int holdfast_terminal_columns(int descriptor) {
  struct winsize size;
  return ioctl(descriptor, TIOCGWINSZ, &size) == 0 ? (int)size.ws_col : 0;
}

/* Its rows, likewise. */
static inline int holdfast_terminal_rows(int descriptor) {
  struct winsize size;
  return ioctl(descriptor, TIOCGWINSZ, &size) == 0 ? (int)size.ws_row : 0;
}

static inline int holdfast_open(const char *path, int flags, mode_t mode) { return open(path, flags, mode); }

/* rename that refuses an existing target; -1 with EINVAL or ENOSYS where the file system cannot. */
int renameat2(int, const char *, int, const char *, unsigned int);
static inline int holdfast_rename_exclusive(const char *from, const char *to) {
  return renameat2(AT_FDCWD, from, AT_FDCWD, to, 1 /* RENAME_NOREPLACE */);
}

/* An open file without a name in a directory: it vanishes with the process. -1 where the file system cannot. */
static inline int holdfast_open_unnamed(const char *directory, mode_t mode) {
#if defined(__linux__)
  return open(directory, 020000000 | O_DIRECTORY | O_WRONLY | O_CLOEXEC, mode); /* O_TMPFILE */
#else
  return -1;
#endif
}

/* On how many cores this thread may run; 0 where the kernel does not say. */
static inline int holdfast_usable_cores(void) {
  uint64_t cores[128] = {0};
  long count = 0, size = syscall(SYS_sched_getaffinity, 0, sizeof cores, cores);
  for (long k = 0; k < size / (long)sizeof cores[0]; k++) count += __builtin_popcountll(cores[k]);
  return (int)count;
}

/* Both ends of a pipe, which no program that is started inherits. */
int pipe2(int *, int);
static inline int holdfast_pipe(int ends[2]) { return pipe2(ends, O_CLOEXEC); }

/* A program that is started has no descriptor from this one on. */
int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *, int);
static inline int holdfast_close_from(posix_spawn_file_actions_t *actions, int first) {
  return posix_spawn_file_actions_addclosefrom_np(actions, first);
}

/* Freed memory is overwritten from here on (mallopt(3), M_PERTURB). */
static inline void holdfast_overwrite_freed_memory(void) {
#if defined(__GLIBC__)
  mallopt(M_PERTURB, 0xA5);
#endif
}

/* From here on this process opens no file for writing, no socket, and starts no program: such calls fail with EACCES.
   0 when the kernel took the filter (seccomp(2)). */
static inline int holdfast_confine_to_reading(void) {
#if defined(__linux__) && (defined(__x86_64__) || defined(__aarch64__))
#if defined(__x86_64__)
  const uint32_t architecture = AUDIT_ARCH_X86_64;
#else
  const uint32_t architecture = AUDIT_ARCH_AARCH64;
#endif
#define HOLDFAST_DENY(call) \
  BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (call), 0, 1), BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EACCES)
/* The flags stand in the lower half of an argument; both machines are little-endian. */
#define HOLDFAST_DENY_WRITING(call, argument)                                                                        \
  BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (call), 0, 4),                                                                  \
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[argument])),                              \
      BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, O_WRONLY | O_RDWR | O_CREAT | O_TRUNC, 0, 1),                              \
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EACCES), BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)
  struct sock_filter steps[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, architecture, 1, 0),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EACCES),
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
#if defined(SYS_open)
      HOLDFAST_DENY(SYS_creat),
      HOLDFAST_DENY(SYS_rename),
      HOLDFAST_DENY(SYS_link),
      HOLDFAST_DENY(SYS_symlink),
      HOLDFAST_DENY(SYS_mkdir),
      HOLDFAST_DENY(SYS_unlink),
      HOLDFAST_DENY_WRITING(SYS_open, 1),
#endif
      HOLDFAST_DENY(SYS_openat2),
      HOLDFAST_DENY(SYS_renameat2),
      HOLDFAST_DENY(SYS_linkat),
      HOLDFAST_DENY(SYS_symlinkat),
      HOLDFAST_DENY(SYS_mkdirat),
      HOLDFAST_DENY(SYS_unlinkat),
      HOLDFAST_DENY(SYS_memfd_create),
      HOLDFAST_DENY(SYS_truncate),
      HOLDFAST_DENY(SYS_socket),
      HOLDFAST_DENY(SYS_execve),
      HOLDFAST_DENY(SYS_execveat),
      HOLDFAST_DENY(SYS_ptrace),
      HOLDFAST_DENY_WRITING(SYS_openat, 2),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
#undef HOLDFAST_DENY
#undef HOLDFAST_DENY_WRITING
  struct sock_fprog filter = {sizeof steps / sizeof steps[0], steps};
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return -1;
  return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter, 0, 0);
#else
  return -1;
#endif
}

/* From here on this process opens no socket and looks into no other process, and unless `programs` is set it starts no
   program: such calls fail with EACCES. 0 when the kernel took the filter (seccomp(2)). */
static inline int holdfast_leave_network(int programs) {
#if defined(__linux__) && (defined(__x86_64__) || defined(__aarch64__))
#if defined(__x86_64__)
  const uint32_t architecture = AUDIT_ARCH_X86_64;
#else
  const uint32_t architecture = AUDIT_ARCH_AARCH64;
#endif
#define HOLDFAST_REFUSE BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EACCES)
#define HOLDFAST_DENY(call) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (call), 0, 1), HOLDFAST_REFUSE
  struct sock_filter steps[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, architecture, 1, 0),
      HOLDFAST_REFUSE,
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
      /* The second set of numbers for the same calls on x86-64. */
      BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000u, 0, 1),
      HOLDFAST_REFUSE,
      HOLDFAST_DENY(SYS_socket),
      HOLDFAST_DENY(SYS_socketpair),
      HOLDFAST_DENY(425 /* io_uring_setup */),
      HOLDFAST_DENY(SYS_ptrace),
      HOLDFAST_DENY(SYS_process_vm_readv),
      HOLDFAST_DENY(SYS_process_vm_writev),
      /* The last ones, left out by the jump before them. */
      BPF_STMT(BPF_JMP | BPF_JA, programs ? 4 : 0),
      HOLDFAST_DENY(SYS_execve),
      HOLDFAST_DENY(SYS_execveat),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
#undef HOLDFAST_DENY
#undef HOLDFAST_REFUSE
  struct sock_fprog filter = {sizeof steps / sizeof steps[0], steps};
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return -1;
  return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter, 0, 0);
#else
  (void)programs;
  return -1;
#endif
}

/* Landlock (landlock(7)): the numbers of its three calls and the rights of its first versions, which the headers of older
   systems do not have. A ruleset takes all rights to files away but those that are allowed beneath a path. */
static const uint64_t holdfast_file_write = 1u << 1;
static const uint64_t holdfast_file_read = 1u << 2;
static const uint64_t holdfast_folder_read = 1u << 3;
static const uint64_t holdfast_folder_change = 0x1B0; /* make and remove files and folders */
static const uint64_t holdfast_file_move = 1u << 13;
static const uint64_t holdfast_file_truncate = 1u << 14;

/* The rights that this kernel knows; 0 where it has no Landlock. */
static inline uint64_t holdfast_landlock_rights(void) {
#if defined(__linux__)
  long version = syscall(444 /* landlock_create_ruleset */, NULL, 0, 1 /* VERSION */);
  if (version < 1) return 0;
  return (UINT64_C(1) << (version == 1 ? 13 : version == 2 ? 14 : 15)) - 1;
#else
  return 0;
#endif
}

/* A ruleset that handles these rights; -1 where there is none. */
static inline int holdfast_landlock_ruleset(uint64_t rights) {
#if defined(__linux__)
  return (int)syscall(444, &rights, sizeof rights, 0);
#else
  (void)rights;
  return -1;
#endif
}

/* Leaves these rights to a path and what is beneath it. */
static inline int holdfast_landlock_allow(int ruleset, const char *path, uint64_t rights) {
#if defined(__linux__)
  struct __attribute__((packed)) {
    uint64_t rights;
    int32_t parent;
  } rule = {rights, open(path, O_CLOEXEC | 010000000 /* O_PATH */)};
  if (rule.parent < 0) return -1;
  long answer = syscall(445 /* landlock_add_rule */, ruleset, 1 /* PATH_BENEATH */, &rule, 0);
  close(rule.parent);
  return (int)answer;
#else
  (void)ruleset;
  (void)path;
  (void)rights;
  return -1;
#endif
}

/* From here on this thread, and those that it starts, have no other rights to files; the ruleset is closed. */
static inline int holdfast_landlock_enter(int ruleset) {
#if defined(__linux__)
  long answer = prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  if (answer == 0) answer = syscall(446 /* landlock_restrict_self */, ruleset, 0);
  close(ruleset);
  return (int)answer;
#else
  (void)ruleset;
  return -1;
#endif
}

/* Takes the lock of an open file without waiting; 0, or -1 with EWOULDBLOCK where another process has it. Swift knows
   flock as a struct, too. */
static inline int holdfast_try_lock(int descriptor, int exclusive) {
  return flock(descriptor, (exclusive ? LOCK_EX : LOCK_SH) | LOCK_NB);
}

static inline int holdfast_unlock(int descriptor) { return flock(descriptor, LOCK_UN); }

/* Room on the disk behind the end of a file, whose length stays. 0 also where the file system has no such thing; -1 where
   there is no room. */
int fallocate(int, int, off_t, off_t);
static inline int holdfast_reserve(int descriptor, off_t from, off_t count) {
#if defined(__linux__)
  if (fallocate(descriptor, 1 /* FALLOC_FL_KEEP_SIZE */, from, count) == 0) return 0;
  return errno == EOPNOTSUPP || errno == ENOSYS ? 0 : -1;
#else
  return 0;
#endif
}
