#!/bin/sh
# machine_boot.sh FOLDER: becomes systemd, as PID 1 of a Debian that has this host's files, copied on write into memory.
# To be started in mount, PID, UTS, IPC, network and control group namespaces of its own, with a mount at FOLDER to fill.
# What it shows systemd is what systemd asks of containers: https://systemd.io/CONTAINER_INTERFACE
set -eu
folder=$1
root=$folder/root
groups=$(stat -fc %T /sys/fs/cgroup)

mount -t tmpfs -o mode=0755 tmpfs "$folder"
mkdir "$folder/upper" "$folder/work" "$root"
mount -t overlay -o "lowerdir=/,upperdir=$folder/upper,workdir=$folder/work" overlay "$root"

mount -t proc -o nosuid,nodev,noexec proc "$root/proc"
# The kernel's switches belong to the host: what may not be written, systemd leaves alone.
mount --bind "$root/proc/sys" "$root/proc/sys"
mount -o remount,bind,ro "$root/proc/sys"
mount -t sysfs -o nosuid,nodev,noexec,ro sysfs "$root/sys"
if [ "$groups" = cgroup2fs ]; then
    mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup"
else
    mount -t tmpfs -o mode=0755 tmpfs "$root/sys/fs/cgroup"
    mkdir "$root/sys/fs/cgroup/systemd" "$root/sys/fs/cgroup/unified"
    mount -t cgroup -o none,name=systemd cgroup "$root/sys/fs/cgroup/systemd"
    mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup/unified"
    # Or systemd would look for a place of its own among each of the host's controllers.
    head -1 /proc/cgroups >"$folder/cgroups"
    mount --bind "$folder/cgroups" "$root/proc/cgroups"
fi
mount -t tmpfs -o mode=0755 tmpfs "$root/run"
mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
mount -t tmpfs -o mode=0755 tmpfs "$root/dev"
for device in null:3 zero:5 full:7 random:8 urandom:9; do
    mknod -m 0666 "$root/dev/${device%:*}" c 1 "${device#*:}"
done
mknod -m 0666 "$root/dev/tty" c 5 0
mkdir "$root/dev/pts" "$root/dev/shm"
mount -t devpts -o newinstance,mode=0620,ptmxmode=0666 devpts "$root/dev/pts"
ln -s pts/ptmx "$root/dev/ptmx"
ln -s /proc/self/fd "$root/dev/fd"
mount -t tmpfs -o mode=1777 tmpfs "$root/dev/shm"

# A Debian with no services of its own yet: neither this host's, nor what keeps packages from starting theirs.
rm -rf "$root"/etc/systemd/system/*.wants "$root/usr/sbin/policy-rc.d" "$root/etc/fstab"
# Other tests leave a link there that leads where Prometheus' user may not go.
rm -rf "$root/usr/share/prometheus"
# Nothing that outlives a build is to be thrown away after it.
rm -f "$root/etc/apt/apt.conf.d/docker-clean"
for unit in getty.target systemd-logind.service systemd-ask-password-wall.path systemd-ask-password-console.path; do
    ln -sf /dev/null "$root/etc/systemd/system/$unit"
done
: >"$root/etc/machine-id"
echo machine >"$root/etc/hostname"
echo "127.0.0.1 localhost machine" >"$root/etc/hosts"
hostname machine
ip link set lo up

cd "$root"
mkdir old
pivot_root . old
umount -l /old
rmdir /old
# What systemd mounts for a service, such as its credentials, it makes in a namespace from which it has to come back here.
mount --make-rshared /
# As containers go: nothing in it may set the clock, load modules or touch the hardware.
exec env -i container=container PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 \
    setpriv --bounding-set=-sys_time,-sys_module,-sys_rawio,-mac_admin,-mac_override,-wake_alarm \
    /lib/systemd/systemd --unit=multi-user.target --show-status=no --log-target=journal
