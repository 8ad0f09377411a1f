use memscope::CopyIn;
use std::rc::Rc;

#[derive(CopyIn)]
struct Name<'mcx> {
    #[copy_in(clone)]
    text: Rc<&'mcx str>,
}

fn main() {}
