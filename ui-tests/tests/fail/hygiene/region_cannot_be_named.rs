use memscope::__private::Region;
use memscope::scope;

fn close(_: Region) {}

fn main() {
    scope!(cx);
    close(cx);
}
