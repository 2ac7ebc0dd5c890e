"""Has the kernel refuse this process any new socket, where it can (Linux, seccomp).

A process that may open files may else open connections as well: both take a descriptor. The filter
is a program of six to nine instructions in the kernel's own language; see seccomp(2). Nobody can
take it away again, and processes that this one starts have it too.
"""

from __future__ import annotations

import ctypes
import errno
import platform

_PR_SET_SECCOMP, _MODE_FILTER = 22, 2
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_NUMBER, _ARCHITECTURE = 0, 4
"""Where in what the filter is given the number of the call and the architecture stand."""
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | errno.EACCES
_OTHER_TABLE = 0x40000000
"""From this number on, calls are of the x32 table, which nothing here uses."""
_IO_URING_SETUP = 425
_MACHINES = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
"""Machine → what the kernel calls it (`AUDIT_ARCH_…`), and the number of `socket`."""


class _Instruction(ctypes.Structure):
    _fields_ = (
        ("code", ctypes.c_ushort),
        ("if_true", ctypes.c_ubyte),
        ("if_false", ctypes.c_ubyte),
        ("value", ctypes.c_uint),
    )


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.POINTER(_Instruction)))


def refuse_sockets() -> bool:
    """Refuse this process new sockets for good; it may gain no rights by then (`no_new_privs`).

    Returns:
        Whether the kernel does so. Elsewhere nothing has changed.
    """
    known = _MACHINES.get(platform.machine())
    if known is None:
        return False
    architecture, socket = known
    # Each jump says how many instructions are passed over, to reach the last one: to refuse.
    steps = (
        _Instruction(_LOAD, 0, 0, _ARCHITECTURE),
        _Instruction(_EQUAL, 0, 5, architecture),
        _Instruction(_LOAD, 0, 0, _NUMBER),
        _Instruction(_EQUAL, 3, 0, socket),
        _Instruction(_EQUAL, 2, 0, _IO_URING_SETUP),
        _Instruction(_AT_LEAST, 1, 0, _OTHER_TABLE),
        _Instruction(_RETURN, 0, 0, _ALLOW),
        _Instruction(_RETURN, 0, 0, _REFUSE),
    )
    program = _Program(len(steps), (_Instruction * len(steps))(*steps))
    libc = ctypes.CDLL(None, use_errno=True)
    given = (ctypes.c_ulong(_MODE_FILTER), ctypes.byref(program), ctypes.c_ulong(0))
    return bool(libc.prctl(_PR_SET_SECCOMP, *given, ctypes.c_ulong(0)) == 0)
