# lib.sh - the real program in a real terminal: tmux.
# Sourced: . "$(dirname "$0")/lib.sh"
#
# A tmux server of our own, with a shell in its only window; the program is
# started from that shell, as a person would.
# shellcheck shell=sh
. "$(dirname "$0")/../integration/lib.sh"

need tmux
socket=$work/tmux
export XDG_CONFIG_HOME="$work/config" XDG_STATE_HOME="$work/state"
export LC_ALL=C.UTF-8
unset TMUX NO_COLOR COLORTERM PROMETHEUS_URL

tm() { tmux -f /dev/null -S "$socket" "$@"; }

# terminal COLSxROWS: opens the window; its shell says "READY>".
terminal() {
    tm new-session -d -x "${1%x*}" -y "${1#*x}" \
        "PS1='READY> ' sh --norc 2>/dev/null || PS1='READY> ' sh"
    server_pid=$(tm display-message -p '#{pid}')
    started="$started $server_pid"
    wait_for 'the shell' screen_has 'READY>'
}

resize() { tm resize-window -x "${1%x*}" -y "${1#*x}"; }
keys() { tm send-keys "$@"; }
type_line() { tm send-keys -l "$1" && tm send-keys Enter; }
screen() { tm capture-pane -p; }
screen_has() { screen | grep -q -- "$1"; }
screen_lacks() { ! screen | grep -q -- "$1"; }

# sees NAME TEXT: one case: the text comes onto the screen.
sees() {
    if wait_for "'$2'" screen_has "$2" 2>/dev/null; then
        ok "$1"
    else
        screen >&2
        fail "$1" "never saw '$2'"
    fi
}

# loses NAME TEXT: one case: the text goes from the screen.
loses() {
    if wait_for "no '$2'" screen_lacks "$2" 2>/dev/null; then
        ok "$1"
    else
        screen >&2
        fail "$1" "still sees '$2'"
    fi
}

# program_pid: of the program that the window's shell runs in front.
program_pid() {
    pgrep -P "$(tm display-message -p '#{pane_pid}')" | tail -n 1
}
