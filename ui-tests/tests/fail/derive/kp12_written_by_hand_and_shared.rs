use memscope::{AllocError, CopyIn, MemCx};

struct Name<'mcx>(&'mcx str);

impl<'to> CopyIn<'to> for Name<'_> {
    type Copy = Name<'to>;

    fn try_copy_in(&self, _: MemCx<'to>) -> Result<Name<'to>, AllocError> {
        Ok(Name(self.0))
    }
}

fn main() {}
