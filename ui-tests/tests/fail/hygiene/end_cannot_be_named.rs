use memscope::__private::ScopeEnd;
use memscope::scope;

fn end(_: ScopeEnd<'_>) {}

fn main() {
    scope!(cx);
    end(cx);
}
