"""broken_disk.py -- a file system with one file, whose reads fail when it is told: what EFS, NFS and buckets do. And
one that is full at once.

FUSE without a library: the kernel's requests are read from /dev/fuse and answered here (include/uapi/linux/fuse.h,
protocol 7.31). It takes the right to mount; `available` says whether there is it.
"""
import contextlib
import ctypes
import errno
import os
import stat
import struct
import threading

LOOKUP, FORGET, GETATTR, OPEN, READ, STATFS, RELEASE, FLUSH, INIT = 1, 2, 3, 14, 15, 17, 18, 25, 26
OPENDIR, READDIR, RELEASEDIR, ACCESS, INTERRUPT, BATCH_FORGET = 27, 28, 29, 34, 36, 42
ROOT, FILE = 1, 2
LIBC = ctypes.CDLL(None, use_errno=True)
DETACH = 2


def available():
    return os.geteuid() == 0 and os.access("/dev/fuse", os.R_OK | os.W_OK)


@contextlib.contextmanager
def full_disk(at, kilobytes):
    """An empty file system at `at` that takes so much and no more."""
    if LIBC.mount(b"small", str(at).encode(), b"tmpfs", 6, f"size={kilobytes}k,mode=1777".encode()):
        raise OSError(ctypes.get_errno(), "tmpfs")
    try:
        yield
    finally:
        LIBC.umount2(str(at).encode(), DETACH)


class BrokenDisk:
    """`name` with `content` in the folder `at`. Reads fail with `error` while it is set."""

    def __init__(self, at, name, content):
        self.at, self.name, self.content, self.error, self.reads = str(at), name, content, 0, 0
        os.makedirs(self.at, exist_ok=True)
        self.device = os.open("/dev/fuse", os.O_RDWR)
        options = f"fd={self.device},rootmode=40000,user_id=0,group_id=0,allow_other"
        if LIBC.mount(b"broken", self.at.encode(), b"fuse.broken", 6, options.encode()):
            number = ctypes.get_errno()
            os.close(self.device)
            raise OSError(number, os.strerror(number))
        self.serving = threading.Thread(target=self._serve, daemon=True)
        self.serving.start()

    def fail(self, error=errno.EIO):
        """From now on nothing can be read, nor is anything kept that was read before."""
        self.error = error
        self.forget()

    def heal(self):
        self.error = 0

    def forget(self):
        body = struct.pack("<Qqq", FILE, 0, 0)  # FUSE_NOTIFY_INVAL_INODE: the page cache lets go of all of it
        os.write(self.device, struct.pack("<IiQ", 16 + len(body), 2, 0) + body)

    def close(self):
        LIBC.umount2(self.at.encode(), DETACH)
        self.serving.join(5.0)
        os.close(self.device)

    def _serve(self):
        while True:
            try:
                request = os.read(self.device, 1 << 18)
            except OSError as why:
                if why.errno in (errno.EINTR, errno.EAGAIN, errno.ENOENT):
                    continue
                return  # ENODEV: it was unmounted
            _, code, unique, node = struct.unpack_from("<IIQQ", request)
            answer = self._answer(code, node, request[40:])
            if answer is not None:
                error, body = (-answer, b"") if isinstance(answer, int) else (0, answer)
                try:
                    os.write(self.device, struct.pack("<IiQ", 16 + len(body), error, unique) + body)
                except OSError:
                    pass  # the request was interrupted

    def _attributes(self, node):
        size = len(self.content) if node == FILE else 0
        mode = stat.S_IFREG | 0o644 if node == FILE else stat.S_IFDIR | 0o755
        return struct.pack("<QQQQQQIIIIIIIIII", node, size, (size + 511) // 512, 0, 0, 0, 0, 0, 0, mode, 1, 0, 0, 0,
                           4096, 0)

    def _answer(self, code, node, body):
        """An error's number, a reply's body, or None where the kernel waits for nothing."""
        if code == INIT:
            return struct.pack("<IIIIHHIIHHI28x", 7, 31, 1 << 17, 0, 12, 10, 1 << 17, 1, 32, 0, 0)
        if code == LOOKUP:
            if body.rstrip(b"\0") != self.name.encode():
                return errno.ENOENT
            return struct.pack("<QQQQII", FILE, 0, 3600, 3600, 0, 0) + self._attributes(FILE)
        if code == GETATTR:
            return struct.pack("<QII", 3600, 0, 0) + self._attributes(node)
        if code in (OPEN, OPENDIR):
            return struct.pack("<QII", 0, 0, 0)
        if code == READ:
            self.reads += 1
            _, offset, size = struct.unpack_from("<QQI", body)
            return self.error or self.content[offset:offset + size]
        if code == READDIR:
            return b""
        if code == STATFS:
            return struct.pack("<QQQQQIIII24x", 1, 0, 0, 1, 0, 4096, 255, 4096, 0)
        if code in (FLUSH, RELEASE, RELEASEDIR, ACCESS):
            return b""
        if code in (FORGET, BATCH_FORGET, INTERRUPT):
            return None
        return errno.ENOSYS
